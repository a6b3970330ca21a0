package io.tiffin.quality;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many a second and no more, and as many at once after a pause: the generic cell rate algorithm
 * (ITU-T I.371), which is one number. Thread-safe, without a lock.
 */
final class SampleRate {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final long microsEach;

  /** When all that was taken so far is paid for. */
  private final AtomicLong paidAtMicros = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param perSecond at least 1
   */
  SampleRate(int perSecond) {
    microsEach = MICROS_PER_SECOND / perSecond;
  }

  /** Whether one more may be taken now, which takes it. */
  boolean takes(long nowMillis) {
    long now = nowMillis * 1_000;
    while (true) {
      long paid = paidAtMicros.get();
      // Further ahead than it can be: the time of day was set back.
      boolean isSetBack = paid > now + 2 * MICROS_PER_SECOND;
      long from = isSetBack ? now : Math.max(paid, now);
      long next = from + microsEach;
      if (next > now + MICROS_PER_SECOND) {
        return false;
      }
      if (paidAtMicros.compareAndSet(paid, next)) {
        return true;
      }
    }
  }
}
