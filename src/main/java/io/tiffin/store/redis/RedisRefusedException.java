package io.tiffin.store.redis;

/** The cause of an outcome: a script in Redis refused one key. */
final class RedisRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  RedisRefusedException(String message) {
    super(message);
  }
}
