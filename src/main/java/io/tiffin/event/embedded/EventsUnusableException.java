package io.tiffin.event.embedded;

import org.jspecify.annotations.Nullable;

/** The directory of events cannot be used, so the service must not start. */
final class EventsUnusableException extends Exception {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * @param message one sentence: what is wrong
   * @param action one sentence: what to do about it
   */
  EventsUnusableException(String message, String action, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  String action() {
    return action;
  }
}
