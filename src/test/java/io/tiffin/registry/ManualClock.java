package io.tiffin.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time of day that stands still until told to move. Thread-safe. */
final class ManualClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-22T18:05:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }
}
