package io.tiffin.batching;

import java.time.Duration;

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

  /** This deadline, or {@code limit} from now if that is earlier. */
  public Deadline atMost(Duration limit) {
    long limited = ticker.nanos() + limit.toNanos();
    return limited - atNanos < 0 ? new Deadline(limited, ticker) : this;
  }

  /** Nanoseconds left; zero or negative once it has passed. */
  public long remainingNanos() {
    return atNanos - ticker.nanos();
  }

  public boolean hasPassed() {
    return remainingNanos() <= 0;
  }
}
