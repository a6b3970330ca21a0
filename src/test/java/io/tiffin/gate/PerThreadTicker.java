package io.tiffin.gate;

import io.tiffin.batching.Ticker;
import java.time.Duration;

/**
 * A ticker that each thread moves for itself: what one caller's call takes is the same however many
 * others call at a time.
 */
final class PerThreadTicker implements Ticker {

  private final ThreadLocal<Long> nanos = ThreadLocal.withInitial(() -> 0L);

  @Override
  public long nanos() {
    return nanos.get();
  }

  /** Moves the calling thread's time on. */
  void advance(Duration duration) {
    nanos.set(nanos.get() + duration.toNanos());
  }
}
