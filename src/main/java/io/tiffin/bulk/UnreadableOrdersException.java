package io.tiffin.bulk;

/** A file of orders of which no line can be read; the message says why. */
public final class UnreadableOrdersException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong, without the file's name
   */
  public UnreadableOrdersException(String message) {
    super(message);
  }
}
