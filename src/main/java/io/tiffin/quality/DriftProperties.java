package io.tiffin.quality;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How inputs of models are watched for drift.
 *
 * @param window how far back orders count. A week by default, as what restaurants and couriers do
 *     depends on the hour and on the day; before a version has answered for as long, only missing
 *     values are told
 * @param vectorsPerSecond orders a second whose inputs are counted, whatever the load; 0 for none
 * @param leastVectors fewer orders within the window say nothing
 */
@ConfigurationProperties("tiffin.drift")
record DriftProperties(
    @DefaultValue("7d") Duration window,
    @DefaultValue("20") int vectorsPerSecond,
    @DefaultValue("500") int leastVectors) {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int MOST_PER_SECOND = 1_000;
  private static final int MOST_VECTORS = 1_000_000;

  DriftProperties {
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "tiffin.drift.window is " + window + ": set it to 1m to 31d");
    }
    requireWithin("tiffin.drift.vectors-per-second", vectorsPerSecond, 0, MOST_PER_SECOND);
    requireWithin("tiffin.drift.least-vectors", leastVectors, 1, MOST_VECTORS);
  }

  private static void requireWithin(String property, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          property + " is " + value + ": set it to " + least + " to " + most);
    }
  }
}
