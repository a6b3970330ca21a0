package io.tiffin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the service takes for the time of day.
 *
 * @param start what the clock shows when the service starts; now, if it is left out
 * @param speed how many times as fast as real time the clock runs from there. What is measured,
 *     such as deadlines and how long a cache may keep a row, stays real
 */
@ConfigurationProperties("tiffin.clock")
record ClockProperties(@Nullable Instant start, @DefaultValue("1") double speed) {

  /** Chosen: a day in a second and a half; no machine keeps up with the events of more. */
  private static final double FASTEST = 60_000;

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  ClockProperties {
    if (!(speed > 0 && speed <= FASTEST)) {
      throw new IllegalArgumentException(
          "tiffin.clock.speed is "
              + speed
              + "; set a number above 0 and at most 60000, or leave it out for real time");
    }
    if (start != null && (start.isBefore(EARLIEST) || !start.isBefore(LATEST))) {
      throw new IllegalArgumentException(
          "tiffin.clock.start is "
              + start
              + "; set an instant from 2000 and before 2100, or leave it out for now");
    }
  }

  /** Whether it is the machine's time. */
  boolean isReal() {
    return start == null && speed == 1;
  }

  /**
   * Refuses a clock of their own to several processes: each would count from when it started.
   *
   * @param replicas how many processes share the stores
   * @throws ClockRefusedException if that is more than one, and the clock is not the machine's
   */
  void requireOneProcess(int replicas) {
    if (replicas > 1 && !isReal()) {
      throw new ClockRefusedException(
          "tiffin.clock is set (start %s, speed %s) with tiffin.store.replicas %d, and each process would count from its own start."
              .formatted(start == null ? "now" : start, speed, replicas),
          "Run one replica, or leave tiffin.clock.start and tiffin.clock.speed out.");
    }
  }
}
