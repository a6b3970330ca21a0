package io.tiffin.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds extra reads to a share of the reads that were asked for: each of those earns a fraction of
 * an extra one, and what is not used up is kept for a while, not for ever. Starts with nothing, so
 * that the share holds from the first read on. Thread-safe.
 */
final class ReadBudget {

  private static final long ONE = 1_000_000;

  /** Extra reads that can be saved up for a burst. Chosen. */
  private static final long MOST = 10 * ONE;

  private final long earned;
  private final AtomicLong saved = new AtomicLong();

  /**
   * @param share of extra reads, 0 for none to 1
   */
  ReadBudget(double share) {
    earned = Math.round(share * ONE);
  }

  /** A read was asked for. */
  void earn() {
    long before = saved.get();
    while (before < MOST && !saved.compareAndSet(before, Math.min(MOST, before + earned))) {
      before = saved.get();
    }
  }

  /** Whether there is an extra read to be had now. */
  boolean hasOne() {
    return saved.get() >= ONE;
  }

  /** Takes one extra read, if there is one. */
  boolean spend() {
    long before = saved.get();
    while (before >= ONE) {
      if (saved.compareAndSet(before, before - ONE)) {
        return true;
      }
      before = saved.get();
    }
    return false;
  }
}
