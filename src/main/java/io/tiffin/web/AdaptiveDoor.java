package io.tiffin.web;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limit.window.PercentileSampleWindowFactory;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Door} whose places follow from how long requests take: fewer when answers come too late
 * to be of use, more again when they come in time and the places are used. Thread-safe.
 *
 * <p>What counts as too late is a time of its own, and never the deadline that a caller brought:
 * nobody can close the door by being impatient. It is beyond what the time limits of dead tiers add
 * up to, so that a tier in trouble closes nothing.
 */
final class AdaptiveDoor {

  /** Requests that are looked at per window. Chosen. */
  private static final int SAMPLES = 64;

  /** A window is too late if so many of its requests were. Chosen: a slow few close nothing. */
  private static final double RANK = 0.9;

  /** How often places are reconsidered. Chosen: about a deadline, for a change to show. */
  private static final long WINDOW_MILLIS = 100;

  private final Door door;
  private final Limit limit;
  private final Ticker ticker;
  private final long originNanos;

  /**
   * How far a door opens and closes.
   *
   * @param least places that are always left, at least 1
   * @param most places at most, at least {@code least}
   * @param tooLate a request that takes longer came too late
   */
  record Range(int least, int most, Duration tooLate) {

    /** A quarter of the most: grows soon enough, and a burst at the start drowns nothing. */
    int first() {
      return Math.max(least, most / 4);
    }
  }

  AdaptiveDoor(Range range, Duration maxWait, Ticker ticker) {
    this(new Door(range.first(), maxWait), limit(range), ticker);
  }

  /**
   * @param limit of as many as the door has places, told of times from when the door was made
   */
  AdaptiveDoor(Door door, Limit limit, Ticker ticker) {
    this.door = door;
    this.limit = limit;
    this.ticker = ticker;
    originNanos = ticker.nanos();
    limit.notifyOnChange(door::resize);
  }

  /** One place more or a tenth fewer per window. */
  private static Limit limit(Range range) {
    return WindowedLimit.newBuilder()
        .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
        .maxWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
        .minRttThreshold(1, TimeUnit.NANOSECONDS)
        .sampleWindowFactory(PercentileSampleWindowFactory.of(RANK, SAMPLES))
        .build(
            AIMDLimit.newBuilder()
                .initialLimit(range.first())
                .minLimit(range.least())
                .maxLimit(range.most())
                .timeout(range.tooLate().toNanos(), TimeUnit.NANOSECONDS)
                .backoffRatio(0.9)
                .build());
  }

  /**
   * Takes a place, to be given back by {@link #leave}.
   *
   * @return when, to be told to {@link #leave}
   * @throws ProblemException if none becomes free in time
   */
  long enter(Deadline deadline) {
    door.enter(deadline);
    return ticker.nanos();
  }

  /**
   * @param entered what {@link #enter} returned
   */
  void leave(long entered) {
    int inside = door.inside();
    door.leave();
    limit.onSample(entered - originNanos, ticker.nanos() - entered, inside, false);
  }

  Door door() {
    return door;
  }
}
