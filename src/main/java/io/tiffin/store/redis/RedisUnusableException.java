package io.tiffin.store.redis;

/** Redis can never work as configured, so the service must not start. */
final class RedisUnusableException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * @param message one sentence: what is wrong
   * @param action one sentence: what to do about it
   */
  RedisUnusableException(String message, String action) {
    super(message);
    this.action = action;
  }

  String action() {
    return action;
  }
}
