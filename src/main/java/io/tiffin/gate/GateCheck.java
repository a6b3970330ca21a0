package io.tiffin.gate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One number and what was asked of it.
 *
 * @param metric what was measured, such as {@code mae} or {@code latency.p99}
 * @param unit of the number, such as {@code min}, {@code ms} or {@code MiB}; empty for shares
 * @param kind whether more of it is better, or enough is enough
 * @param value what was measured; null if it could not be, for the reason in {@code note}
 * @param limit the threshold; null if it is only told
 * @param bound on which side of the limit the value must be
 * @param reference the serving version's number on the same orders; null if there is none
 * @param verdict what follows
 * @param note one sentence where the numbers alone do not say it; empty otherwise
 */
public record GateCheck(
    String metric,
    String unit,
    Kind kind,
    @Nullable Double value,
    @Nullable Double limit,
    Bound bound,
    @Nullable Double reference,
    Verdict verdict,
    String note) {

  public GateCheck {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(bound, "bound");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(note, "note");
    requireFinite(metric, value);
    requireFinite(metric, limit);
    requireFinite(metric, reference);
  }

  private static void requireFinite(String metric, @Nullable Double number) {
    if (number != null && !Double.isFinite(number)) {
      throw new IllegalArgumentException(
          metric + " is " + number + ": what is no number has none, and says why in its note");
    }
  }

  /** What a metric is for. */
  public enum Kind {
    /** Better is better: how right the model is. */
    OPTIMIZING,
    /** Good enough is enough: what it costs. */
    SATISFICING
  }

  /** On which side of its limit a value must be. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  /** What follows from a number. */
  public enum Verdict {
    PASSED,
    FAILED,
    /** There is no threshold, or nothing to measure here, such as a GPU. */
    TOLD
  }
}
