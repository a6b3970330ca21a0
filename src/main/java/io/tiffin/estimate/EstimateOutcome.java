package io.tiffin.estimate;

import io.tiffin.model.Inference.Reason;

/**
 * How an estimate came about: by the version that was to make it, or by another rung of the ladder
 * and why.
 */
enum EstimateOutcome {
  MODEL,
  /** No model is served, or the served one does not fit the catalogue. */
  NO_MODEL,
  /** The model had not answered in time. */
  TIMED_OUT,
  /** The queue in front of the model was full. */
  OVERLOADED,
  /** The model failed. */
  ERROR,
  /** The model's answer was not believed. */
  IMPLAUSIBLE;

  /**
   * Whether the version itself is broken, so that the one before it may do better. One that is
   * crowded or late leaves no time for another on the same processors.
   */
  boolean isBroken() {
    return switch (this) {
      case MODEL, TIMED_OUT, OVERLOADED -> false;
      case NO_MODEL, ERROR, IMPLAUSIBLE -> true;
    };
  }

  static EstimateOutcome of(Reason reason) {
    return switch (reason) {
      case TIMED_OUT -> TIMED_OUT;
      case OVERLOADED -> OVERLOADED;
      case ERROR -> ERROR;
    };
  }
}
