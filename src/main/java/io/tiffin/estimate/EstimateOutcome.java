package io.tiffin.estimate;

import io.tiffin.model.Inference.Reason;

/** How an estimate came about: by the model, or by the baseline and why. */
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

  static EstimateOutcome of(Reason reason) {
    return switch (reason) {
      case TIMED_OUT -> TIMED_OUT;
      case OVERLOADED -> OVERLOADED;
      case ERROR -> ERROR;
    };
  }
}
