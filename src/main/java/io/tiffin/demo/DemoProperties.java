package io.tiffin.demo;

import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.FaultSettings;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The simulated city of the profile {@code demo}.
 *
 * @param seed what the city's randomness is drawn from
 * @param restaurants how many restaurants it has; r-17 of the examples must be one of them
 * @param ordersPerDay orders of a mean day
 * @param warmUp how much of the past is simulated before the service is ready: what live features
 *     look back on
 * @param history how much of the past is simulated in the background: what history features look
 *     back on
 * @param interval how often the city is moved on to the present
 */
@Validated
@ConfigurationProperties("tiffin.demo")
record DemoProperties(
    @DefaultValue("1") long seed,
    @DefaultValue("80") @Min(20) int restaurants,
    @DefaultValue("3000") @DecimalMin("100") @DecimalMax("20000") double ordersPerDay,
    @DefaultValue("6h") Duration warmUp,
    @DefaultValue("28d") Duration history,
    @DefaultValue("1s") Duration interval) {

  private static final Duration SHORTEST_WARM_UP = Duration.ofHours(4);

  DemoProperties {
    if (warmUp.compareTo(SHORTEST_WARM_UP) < 0) {
      throw new IllegalArgumentException(
          "tiffin.demo.warm-up is " + warmUp + "; set at least 4h, open orders count for three");
    }
    if (history.compareTo(warmUp) < 0) {
      throw new IllegalArgumentException(
          "tiffin.demo.history is "
              + history
              + "; set at least tiffin.demo.warm-up, which is "
              + warmUp);
    }
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "tiffin.demo.interval is " + interval + "; set at least 1ms");
    }
  }

  /** The city as it runs on from the warm-up: every restaurant is open, and no outage comes. */
  CitySettings present() {
    return settings(Duration.ZERO, FaultSettings.usual().withoutOutage());
  }

  /** The city as it was before the warm-up. */
  CitySettings past() {
    return settings(history.dividedBy(2), FaultSettings.usual());
  }

  private CitySettings settings(Duration lastRestaurantOpensAfter, FaultSettings faults) {
    CitySettings berlin = CitySettings.berlin(seed);
    return new CitySettings(
        seed,
        berlin.cityId(),
        berlin.centre(),
        berlin.timeZone(),
        restaurants,
        ordersPerDay,
        lastRestaurantOpensAfter,
        faults);
  }
}
