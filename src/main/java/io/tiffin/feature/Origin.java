package io.tiffin.feature;

/** Where the value of a feature comes from. */
public sealed interface Origin {

  /**
   * The order itself, or what is computed from it by the product's own code (calendar, distance,
   * items).
   */
  record Request() implements Origin {}

  /** A stored value, written by load or put. */
  record Load() implements Origin {}

  /** An aggregate over events, computed from window state. */
  record Aggregated(Aggregate aggregate) implements Origin {}

  /** An arithmetic expression of other features. */
  record Computed(Expression expression) implements Origin {}
}
