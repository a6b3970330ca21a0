package io.tiffin.event;

import io.tiffin.window.Contribution;
import java.util.List;

/**
 * What one event does to a journey.
 *
 * @param journey the journey after the event; the same one unless the verdict is {@link
 *     Verdict#RECORDED}
 * @param contributions what changes in the rows of feature views: observations that came to be, and
 *     those that no longer hold, taken back
 * @param verdict what became of the event
 * @param implausible how many observations came to be that are kept out of every aggregate:
 *     durations below zero or above six hours, speeds above 25 m/s
 */
public record Step<J>(
    J journey, List<Contribution> contributions, Verdict verdict, int implausible) {

  /** What became of an event. */
  public enum Verdict {
    RECORDED,
    /** The journey had it already. */
    DUPLICATE,
    /** It came later than its journey waits for. */
    LATE
  }

  static <J> Step<J> unchanged(J journey, Verdict verdict) {
    return new Step<>(journey, List.of(), verdict, 0);
  }
}
