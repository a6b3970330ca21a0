package io.tiffin.demo;

/** The demo's city has nobody to send its events to. */
final class NoEventRuntimeException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  NoEventRuntimeException() {
    super(
        "The profile demo sends its city's events to the runtime of events, and tiffin.events.runtime"
            + " is none.");
  }
}
