package io.tiffin.simulation.stream;

/** What was given cannot be used; the message says so in one sentence. */
final class StreamInputException extends Exception {

  private static final long serialVersionUID = 1;

  StreamInputException(String message) {
    super(message);
  }

  StreamInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
