package io.tiffin.store.rocksdb;

import org.jspecify.annotations.Nullable;

/** The embedded store cannot be opened, so the service must not start. */
final class StoreUnusableException extends Exception {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * @param message one sentence: what is wrong
   * @param action one sentence: what to do about it
   */
  StoreUnusableException(String message, String action, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  String action() {
    return action;
  }
}
