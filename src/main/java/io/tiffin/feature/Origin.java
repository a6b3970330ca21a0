package io.tiffin.feature;

/** Where the value of a feature comes from. */
public sealed interface Origin {

  /**
   * The origin in one word, as people and JSON name it: {@code request}, {@code load}, {@code
   * event} or {@code computed}.
   */
  default String word() {
    return switch (this) {
      case Request ignored -> "request";
      case Load ignored -> "load";
      case Aggregated ignored -> "event";
      case Computed ignored -> "computed";
    };
  }

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
