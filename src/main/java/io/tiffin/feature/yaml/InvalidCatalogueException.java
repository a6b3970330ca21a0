package io.tiffin.feature.yaml;

/**
 * A catalogue that cannot be used. The message is one sentence for people: the file and the line,
 * the name that is wrong, and the fix.
 */
public final class InvalidCatalogueException extends RuntimeException {

  InvalidCatalogueException(String sentence) {
    super(sentence);
  }

  InvalidCatalogueException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
