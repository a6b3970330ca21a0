package io.tiffin.feature;

/**
 * A body that this process cannot read; the row's features are in error, and nothing else is.
 *
 * @param reason what is wrong with it
 * @param text the same with its details, for a log
 */
public record Unreadable(Reason reason, String text) implements Reading {

  /** What is wrong with a body. */
  public enum Reason {
    /** It holds no values, but window state or something unknown. */
    OTHER_KIND,
    /**
     * It was written by a schema that is no earlier form of this view: features were removed,
     * reordered or retyped.
     */
    UNKNOWN_FINGERPRINT,
    /**
     * It is shorter or longer than its schema and its text lengths say, or a value in it is none of
     * its type.
     */
    MALFORMED
  }
}
