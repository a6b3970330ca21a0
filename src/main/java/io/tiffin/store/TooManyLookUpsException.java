package io.tiffin.store;

import io.tiffin.feature.Source;

/** The cause of an {@link Outcome.Failed}: too many look-ups wait for a call already. */
final class TooManyLookUpsException extends Exception {

  private static final long serialVersionUID = 1;

  TooManyLookUpsException(Source source) {
    super("too many look-ups wait for " + source.name());
  }
}
