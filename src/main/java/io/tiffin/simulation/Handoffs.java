package io.tiffin.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * How long it takes to find and reach the customer, by area: towers, gated yards and broken lifts
 * differ for good.
 */
final class Handoffs {

  private static final double AREA_METRES = 700;
  private static final double SIGMA = 0.25;

  private final long seed;
  private final Map<Long, Double> factors = new HashMap<>();

  Handoffs(long seed) {
    this.seed = seed;
  }

  /** The time at a spot's area relative to the mean one. */
  double factorAt(Spot spot) {
    long column = (long) Math.floor(spot.east() / AREA_METRES);
    long row = (long) Math.floor(spot.north() / AREA_METRES);
    return factors.computeIfAbsent(
        column * 1_000_003 + row,
        ignored -> Dice.of(seed, "area " + column + " " + row).lognormal(1, SIGMA));
  }
}
