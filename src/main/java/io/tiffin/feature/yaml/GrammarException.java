package io.tiffin.feature.yaml;

/**
 * A text of the catalogue that does not follow its grammar; the message is a clause that says why,
 * without a full stop.
 */
final class GrammarException extends Exception {

  GrammarException(String clause) {
    super(clause);
  }
}
