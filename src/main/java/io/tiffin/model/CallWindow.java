package io.tiffin.model;

import java.util.Arrays;

/** What became of a version's last calls. Bounded; thread-safe. */
public final class CallWindow {

  /** Calls that are remembered. Chosen: a p99 of them stands on five. */
  private static final int CALLS = 512;

  private static final long FAILED = -1;

  private final long[] nanos = new long[CALLS];
  private long recorded;

  /** Records a call that was answered, and how long that took. */
  public synchronized void answered(long tookNanos) {
    record(Math.max(0, tookNanos));
  }

  /** Records a call that brought nothing: failed, too late, or not to be believed. */
  public synchronized void failed() {
    record(FAILED);
  }

  private void record(long value) {
    nanos[(int) (recorded++ % CALLS)] = value;
  }

  /** What the calls that are remembered tell. */
  public synchronized Reading reading() {
    long[] sorted = Arrays.copyOf(nanos, (int) Math.min(recorded, CALLS));
    Arrays.sort(sorted);
    int failed = 0;
    while (failed < sorted.length && sorted[failed] == FAILED) {
      failed++;
    }
    return new Reading(
        recorded,
        sorted.length,
        failed,
        quantile(sorted, failed, 0.5),
        quantile(sorted, failed, 0.99));
  }

  private static long quantile(long[] sorted, int from, double rank) {
    int answered = sorted.length - from;
    return answered == 0
        ? 0
        : sorted[from + (int) Math.min(answered - 1, Math.ceil(rank * answered) - 1)];
  }

  /**
   * A reading.
   *
   * @param ever calls since the version was loaded
   * @param calls those that are remembered
   * @param failed how many of these brought nothing
   * @param p50Nanos median time of those that were answered; 0 if none was
   * @param p99Nanos likewise
   */
  public record Reading(long ever, int calls, int failed, long p50Nanos, long p99Nanos) {

    /** The share of calls that brought nothing; 0 if there were none. */
    public double failedShare() {
      return calls == 0 ? 0 : (double) failed / calls;
    }
  }
}
