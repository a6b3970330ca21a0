package io.tiffin.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds extra calls of a server, such as second reads and retries, to a share of the calls that
 * were asked for: each of those earns a fraction of an extra one, and what is not used up is kept
 * for a while, not for ever. Starts with nothing, so that the share holds from the first call on.
 * Thread-safe.
 */
public final class CallBudget {

  private static final long ONE = 1_000_000;

  /** Extra calls that can be saved up for a burst. Chosen. */
  private static final long MOST = 10 * ONE;

  private final long earned;
  private final AtomicLong saved = new AtomicLong();

  /**
   * @param share of extra calls, 0 for none to 1
   */
  public CallBudget(double share) {
    earned = Math.round(share * ONE);
  }

  /** A call was asked for. */
  public void earn() {
    long before = saved.get();
    while (before < MOST && !saved.compareAndSet(before, Math.min(MOST, before + earned))) {
      before = saved.get();
    }
  }

  /** Whether there is an extra call to be had now. */
  public boolean hasOne() {
    return saved.get() >= ONE;
  }

  /** Takes one extra call, if there is one. */
  public boolean spend() {
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
