package io.tiffin.simulation;

/**
 * A factor on demand that nobody can foresee: one most of the time, more for 30 to 90 minutes every
 * now and then.
 */
final class Surge {

  private static final double DAYTIME_MINUTES = 12 * 60;

  private final Dice dice;
  private final double startsPerMinute;
  private final double leastFactor;
  private final double greatestFactor;
  private double factor = 1;
  private long untilMillis;

  /**
   * @param startsPerDay mean number of surges between 10 and 22 h, the only hours in which they
   *     start
   */
  Surge(Dice dice, double startsPerDay, double leastFactor, double greatestFactor) {
    this.dice = dice;
    startsPerMinute = startsPerDay / DAYTIME_MINUTES;
    this.leastFactor = leastFactor;
    this.greatestFactor = greatestFactor;
  }

  /** Lives through one minute. */
  void minute(long nowMillis, double hourOfDay) {
    if (nowMillis >= untilMillis) {
      factor = 1;
    }
    if (factor == 1 && hourOfDay >= 10 && hourOfDay < 22 && dice.chance(startsPerMinute)) {
      factor = dice.uniform(leastFactor, greatestFactor);
      untilMillis = nowMillis + Math.round(dice.uniform(30, 90) * 60_000);
    }
  }

  double factor() {
    return factor;
  }

  boolean isOn() {
    return factor > 1;
  }
}
