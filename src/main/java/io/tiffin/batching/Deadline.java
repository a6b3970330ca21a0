package io.tiffin.batching;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The instant by which a request must be answered. Whatever is not there by then is abandoned,
 * never awaited.
 *
 * @param atNanos the instant on {@code ticker}'s scale
 * @param ticker the clock it is measured by
 */
public record Deadline(long atNanos, Ticker ticker) {

  /** The deadline {@code budget} from now. */
  public static Deadline in(Duration budget, Ticker ticker) {
    return new Deadline(ticker.nanos() + budget.toNanos(), ticker);
  }

  /** Nanoseconds left; zero or negative once it has passed. */
  public long remainingNanos() {
    return atNanos - ticker.nanos();
  }

  public boolean hasPassed() {
    return remainingNanos() <= 0;
  }

  /** The earlier of this deadline and {@code limit} from now: how a tier's own cap is applied. */
  public Deadline atMost(Duration limit) {
    long capped = ticker.nanos() + limit.toNanos();
    return capped - atNanos < 0 ? new Deadline(capped, ticker) : this;
  }

  /** Milliseconds left, rounded up, at least 0. */
  public long remainingMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(remainingNanos() + 999_999));
  }
}
