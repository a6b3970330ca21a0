package io.tiffin;

import io.tiffin.batching.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that was set once and runs at a speed of its own: start + speed × what has passed by the
 * ticker. It never jumps. Thread-safe.
 */
final class RunningClock extends Clock {

  private final Instant start;
  private final double speed;
  private final Ticker ticker;
  private final long startNanos;
  private final ZoneId zone;

  /** A clock that shows {@code start} now. */
  RunningClock(Instant start, double speed, Ticker ticker) {
    this(start, speed, ticker, ticker.nanos(), ZoneOffset.UTC);
  }

  private RunningClock(Instant start, double speed, Ticker ticker, long startNanos, ZoneId zone) {
    this.start = start;
    this.speed = speed;
    this.ticker = ticker;
    this.startNanos = startNanos;
    this.zone = zone;
  }

  @Override
  public Instant instant() {
    long passedNanos = ticker.nanos() - startNanos;
    return start.plus(Duration.ofNanos(Math.round(passedNanos * speed)));
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new RunningClock(start, speed, ticker, startNanos, other);
  }
}
