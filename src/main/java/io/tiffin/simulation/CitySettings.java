package io.tiffin.simulation;

import io.tiffin.geo.Place;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What a simulated city is like.
 *
 * @param seed what all randomness is drawn from; restaurants depend on nothing else, so two cities
 *     of one seed share them whatever their start
 * @param cityId the id its events carry
 * @param centre where most restaurants are
 * @param timeZone what its people's days follow
 * @param restaurants how many, called {@code r-1}, {@code r-2} …; at least 20. The last one opens
 *     during the run
 * @param ordersPerDay mean number of orders of a day; kitchens and couriers are sized for it
 * @param lastRestaurantOpensAfter when, counted from the city's start, the last restaurant opens
 * @param faults what goes wrong on the way
 */
public record CitySettings(
    long seed,
    String cityId,
    Place centre,
    ZoneId timeZone,
    int restaurants,
    double ordersPerDay,
    Duration lastRestaurantOpensAfter,
    FaultSettings faults) {

  private static final int FEWEST_RESTAURANTS = 20;

  public CitySettings {
    if (restaurants < FEWEST_RESTAURANTS) {
      throw new IllegalArgumentException(
          "restaurants is " + restaurants + ", expected at least " + FEWEST_RESTAURANTS);
    }
    if (!(ordersPerDay > 0 && ordersPerDay <= 100_000)) {
      throw new IllegalArgumentException(
          "ordersPerDay is " + ordersPerDay + ", expected above 0 and at most 100000");
    }
    if (lastRestaurantOpensAfter.isNegative()) {
      throw new IllegalArgumentException(
          "lastRestaurantOpensAfter is " + lastRestaurantOpensAfter + ", expected not negative");
    }
  }

  /** A Berlin of 80 restaurants and about 3,000 orders a day, with the usual faults. */
  public static CitySettings berlin(long seed) {
    return new CitySettings(
        seed,
        "berlin",
        new Place(52.52, 13.405),
        ZoneId.of("Europe/Berlin"),
        80,
        3_000,
        Duration.ofDays(12),
        FaultSettings.usual());
  }

  public CitySettings withFaults(FaultSettings changed) {
    return new CitySettings(
        seed,
        cityId,
        centre,
        timeZone,
        restaurants,
        ordersPerDay,
        lastRestaurantOpensAfter,
        changed);
  }
}
