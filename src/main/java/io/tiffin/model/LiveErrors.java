package io.tiffin.model;

import java.util.Optional;

/**
 * How far the estimates of a version were off, for orders that have been delivered since.
 * Implemented by whoever knows estimates and outcomes. Thread-safe.
 */
public interface LiveErrors {

  /** Of a version's recent estimates; empty if none has come true yet. */
  Optional<LiveError> of(String model, String version);

  /**
   * What recent estimates were off by.
   *
   * @param orders how many
   * @param meanAbsoluteMinutes mean of |actual − median| in minutes
   * @param biasMinutes mean of actual − median: positive where orders took longer than said
   */
  record LiveError(int orders, double meanAbsoluteMinutes, double biasMinutes) {}
}
