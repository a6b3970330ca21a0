package io.tiffin.web;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import io.tiffin.web.AdaptiveDoor.Range;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A limit that is reconsidered once per window of time, by the share of requests that were answered
 * too late in it: a tenth fewer if too many were, else one more if half of the limit was used. A
 * window lasts until there have been enough requests to tell. Thread-safe.
 */
final class LateShareLimit implements Limit {

  /** How long a window lasts at least. Chosen: about a deadline, for a change to show. */
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How many requests a window has at least. Chosen. */
  private static final int ENOUGH = 10;

  /** One in so many may be late. Chosen: a slow few close nothing. */
  private static final int TOLERATED = 10;

  /** What is left of the limit when too many were late. The library's default. */
  private static final double BACK_OFF = 0.9;

  private final AIMDLimit limit;
  private final long tooLateNanos;
  private long endNanos;
  private int answered;
  private int late;
  private int mostInside;

  /**
   * @param nowNanos on the scale of the times that samples are told with
   */
  LateShareLimit(Range range, long nowNanos) {
    tooLateNanos = range.tooLate().toNanos();
    endNanos = nowNanos + WINDOW_NANOS;
    limit =
        AIMDLimit.newBuilder()
            .initialLimit(range.first())
            .minLimit(range.least())
            .maxLimit(range.most())
            .backoffRatio(BACK_OFF)
            .build();
  }

  @Override
  public int getLimit() {
    return limit.getLimit();
  }

  @Override
  public void notifyOnChange(Consumer<Integer> consumer) {
    limit.notifyOnChange(consumer);
  }

  @Override
  public synchronized void onSample(
      long startNanos, long takenNanos, int inside, boolean isDropped) {
    answered++;
    late += isDropped || takenNanos > tooLateNanos ? 1 : 0;
    mostInside = Math.max(mostInside, inside);
    long now = startNanos + takenNanos;
    if (now - endNanos >= 0 && answered >= ENOUGH) {
      boolean isTooLate = late * TOLERATED > answered;
      limit.onSample(startNanos, 0, mostInside, isTooLate);
      endNanos = now + WINDOW_NANOS;
      answered = 0;
      late = 0;
      mostInside = 0;
    }
  }
}
