package io.tiffin.batching;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that stands still until told to move. Thread-safe. */
public final class FakeTicker implements Ticker {

  private final AtomicLong nanos = new AtomicLong();

  @Override
  public long nanos() {
    return nanos.get();
  }

  /** Moves time on for everybody who asks from now on. */
  public void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
