package io.tiffin.guard;

/** What a breaker is told of a call that failed without an exception. */
final class UnansweredException extends Exception {

  private static final long serialVersionUID = 1;

  UnansweredException(String message) {
    super(message, null, false, false); // nobody reads its stack
  }
}
