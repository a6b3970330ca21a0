package io.tiffin.bulk;

/** Arguments that the command cannot use; the message says which and why. */
final class BulkInputException extends Exception {

  private static final long serialVersionUID = 1;

  BulkInputException(String message) {
    super(message);
  }
}
