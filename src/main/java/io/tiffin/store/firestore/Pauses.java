package io.tiffin.store.firestore;

import io.tiffin.batching.Deadline;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long a writer waits before it tries again: at random, up to a bound that doubles. */
final class Pauses {

  /** For a writer that lost to another one. Chosen: less than a round trip at first. */
  private static final long LOST_MILLIS = 2;

  /** For a writer whom Firestore had no time for. Chosen. */
  private static final long THROTTLED_MILLIS = 25;

  /** The bound is doubled so often at most: to 128 ms and to 1.6 s. Chosen. */
  private static final int DOUBLINGS = 6;

  private Pauses() {}

  /**
   * Waits, but not beyond the deadline.
   *
   * @param round the round before which to wait, from 1
   */
  static void before(int round, boolean throttled, Deadline deadline) throws InterruptedException {
    long bound = (throttled ? THROTTLED_MILLIS : LOST_MILLIS) << Math.min(round - 1, DOUBLINGS);
    long nanos = ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(bound) + 1);
    TimeUnit.NANOSECONDS.sleep(Math.min(nanos, deadline.remainingNanos()));
  }
}
