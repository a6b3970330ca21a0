package io.tiffin.simulation;

import java.time.Duration;

/**
 * What goes wrong between the city and whoever listens to it. Probabilities are per event.
 *
 * @param duplicates probability that an event arrives twice
 * @param delayed probability that an event arrives late, and so out of order
 * @param meanDelay mean of the exponential delay of such an event
 * @param lostTerminals probability that an order's last event never arrives
 * @param skewedClocks share of restaurants' and couriers' devices whose clock is up to 90 s off;
 *     the others are within a few seconds
 * @param outageAfter when, counted from the city's start, nothing arrives for a while
 * @param outage how long; what was sent meanwhile arrives afterwards. Zero for no outage
 */
public record FaultSettings(
    double duplicates,
    double delayed,
    Duration meanDelay,
    double lostTerminals,
    double skewedClocks,
    Duration outageAfter,
    Duration outage) {

  public FaultSettings {
    requireProbability("duplicates", duplicates);
    requireProbability("delayed", delayed);
    requireProbability("lostTerminals", lostTerminals);
    requireProbability("skewedClocks", skewedClocks);
    if (meanDelay.isNegative() || outageAfter.isNegative() || outage.isNegative()) {
      throw new IllegalArgumentException(
          "a duration of the faults is negative: "
              + meanDelay
              + ", "
              + outageAfter
              + ", "
              + outage);
    }
  }

  /**
   * The faults that a city has unless told otherwise. Chosen, not measured, but for the lost
   * terminal events of the design.
   */
  public static FaultSettings usual() {
    return new FaultSettings(
        0.005,
        0.01,
        Duration.ofSeconds(60),
        0.005,
        0.02,
        Duration.ofHours(60),
        Duration.ofMinutes(10));
  }

  /** Every event arrives once, soon, and with the right time. */
  public static FaultSettings none() {
    return new FaultSettings(0, 0, Duration.ZERO, 0, 0, Duration.ZERO, Duration.ZERO);
  }

  /** These faults without the outage. */
  public FaultSettings withoutOutage() {
    return new FaultSettings(
        duplicates, delayed, meanDelay, lostTerminals, skewedClocks, outageAfter, Duration.ZERO);
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected 0 to 1");
    }
  }
}
