package io.tiffin.sizing;

/**
 * A price list that cannot be used. The message is one sentence for people: the file, the line, the
 * field, and the fix.
 */
public final class InvalidPricesException extends RuntimeException {

  private static final long serialVersionUID = 1;

  InvalidPricesException(String sentence) {
    super(sentence);
  }

  InvalidPricesException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
