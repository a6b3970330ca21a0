package io.tiffin.model;

import org.jspecify.annotations.Nullable;

/** What became of a model call. */
public sealed interface Inference {

  /**
   * The model answered for every row. Rows may hold numbers that are not finite: check each.
   *
   * @param minutes row-major, one column per quantile of {@link Manifest.Minutes#quantiles()}
   * @param legs row-major with 3 columns as {@link Manifest.Legs} says; empty if the model tells
   *     none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never kept
  record Answered(float[] minutes, float[] legs) implements Inference {}

  /**
   * There is no answer.
   *
   * @param message one sentence for operators
   * @param cause the engine's own failure; null for a time-out or an answer that was refused
   */
  record Failed(Reason reason, String message, @Nullable Throwable cause) implements Inference {}

  /** Why there is no answer. */
  enum Reason {
    /** The deadline passed; the call was abandoned or never begun. */
    TIMED_OUT,
    /** The queue in front of the model is full. */
    OVERLOADED,
    /** The engine failed, or its answer had a wrong shape. */
    ERROR
  }
}
