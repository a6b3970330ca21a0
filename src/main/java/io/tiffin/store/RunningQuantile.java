package io.tiffin.store;

/**
 * The quantile of a stream of durations, as it is now: each value above the estimate moves it up a
 * little, each below it down a little less, in the ratio at which it stands still when the wanted
 * share of values is below it. One number of memory, no window to rotate; it forgets by itself, and
 * follows a tenfold rise within about fifty values. Right within some tenths where the distribution
 * is wide, which is enough to decide when a read is unusually late.
 *
 * <p>Thread-safe; of two values told at the same moment one may be lost.
 */
final class RunningQuantile {

  /** How far one value moves the estimate, as a part of it. Chosen. */
  private static final double STEP = 0.05;

  private final double up;
  private final double down;
  private volatile double estimate;

  /**
   * @param rank of the quantile, above 0 and below 1
   * @param firstNanos what is taken for it before anything is known
   */
  RunningQuantile(double rank, long firstNanos) {
    up = 1 + STEP * rank;
    down = 1 - STEP * (1 - rank);
    estimate = firstNanos;
  }

  void add(long nanos) {
    double before = estimate;
    estimate = Math.max(1, before * (nanos > before ? up : down));
  }

  long nanos() {
    return Math.round(estimate);
  }
}
