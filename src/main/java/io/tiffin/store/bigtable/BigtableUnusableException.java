package io.tiffin.store.bigtable;

import org.jspecify.annotations.Nullable;

/** Bigtable can never work as configured, so the service must not start. */
final class BigtableUnusableException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * @param message one sentence: what is wrong
   * @param action one sentence: what to do about it
   */
  BigtableUnusableException(String message, String action, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  String action() {
    return action;
  }
}
