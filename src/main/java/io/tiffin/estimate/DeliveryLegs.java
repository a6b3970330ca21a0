package io.tiffin.estimate;

/**
 * The parts of a delivery, in minutes. They need not add up to the median (accepting the order
 * belongs to no leg) but never exceed it together, so that the parts are not more than the whole.
 *
 * @param prepMinutes from the kitchen's start until the food is ready
 * @param pickupWaitMinutes from then until it is picked up
 * @param travelMinutes from the pick-up until it is handed over
 */
public record DeliveryLegs(double prepMinutes, double pickupWaitMinutes, double travelMinutes) {

  /**
   * DeliveryLegs that fit into {@code p50} minutes: negative ones and those that are not finite
   * count as none, and all shrink alike if they are too long together.
   */
  public static DeliveryLegs within(double p50, double prep, double pickupWait, double travel) {
    double knownPrep = known(prep);
    double knownWait = known(pickupWait);
    double knownTravel = known(travel);
    double sum = knownPrep + knownWait + knownTravel;
    double scale = sum > p50 ? p50 / sum : 1;
    return new DeliveryLegs(
        floorTenths(knownPrep * scale),
        floorTenths(knownWait * scale),
        floorTenths(knownTravel * scale));
  }

  private static double known(double minutes) {
    return minutes > 0 && Double.isFinite(minutes) ? Math.min(minutes, DeliveryMinutes.MOST) : 0;
  }

  /** Rounded down, so that rounding cannot make the parts more than the whole. */
  private static double floorTenths(double minutes) {
    return Math.floor(minutes * 10 + 1e-6) / 10; // 1e-6: 9.6 * 10 may come out just below 96
  }
}
