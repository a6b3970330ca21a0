package io.tiffin.simulation;

/** How long it takes to get from one spot to another. */
final class Streets {

  static final double DETOUR = 1.3;
  private static final double METRES_PER_SECOND = 5.3;

  /** Relative speed by local hour: the evening rush is slow, the night is fast. Chosen. */
  private static final double[] SPEED_BY_HOUR = {
    1.12, 1.15, 1.15, 1.15, 1.15, 1.12, 1.08, 1.0, 0.93, 0.97, 1.02, 1.0, 0.98, 1.0, 1.03, 1.02,
    0.94, 0.84, 0.79, 0.84, 0.96, 1.06, 1.08, 1.1
  };

  private static final double DRIFT_SIGMA = 0.08;
  private static final double DRIFT_KEPT_PER_MINUTE = 0.985; // a correlation time of about an hour
  private static final double TRIP_SIGMA = 0.12;

  private final Dice dice;
  private final Demand demand;
  private double drift;
  private double cityFactor = 1;

  Streets(CitySettings settings, Demand demand) {
    dice = Dice.of(settings.seed(), "streets");
    this.demand = demand;
  }

  /** Lives through one minute. */
  void minute(long nowMillis) {
    double renewed = Math.sqrt(1 - DRIFT_KEPT_PER_MINUTE * DRIFT_KEPT_PER_MINUTE);
    drift = drift * DRIFT_KEPT_PER_MINUTE + dice.gaussian(0, DRIFT_SIGMA) * renewed;
    double wet = 1 - 0.3 * (demand.rain().factor() - 1);
    int hour = (int) demand.hourOfDay(nowMillis);
    cityFactor = SPEED_BY_HOUR[hour] * wet * StrictMath.exp(drift);
  }

  /**
   * A ride.
   *
   * @param speedFactor of the courier, 1 for an average one
   */
  Chance ride(Spot from, Spot to, double speedFactor) {
    double seconds = from.metresTo(to) * DETOUR / (METRES_PER_SECOND * speedFactor * cityFactor);
    return new Chance(seconds, dice.lognormal(seconds, TRIP_SIGMA));
  }
}
