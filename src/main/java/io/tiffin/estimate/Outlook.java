package io.tiffin.estimate;

import io.tiffin.feature.FeatureName;
import io.tiffin.serving.FeatureVector;

/**
 * What is expected of an order as if it were placed now: what is left of one on its way is told
 * from that and from its {@link OrderProgress}.
 *
 * @param minutes the whole delivery
 * @param legs its parts
 * @param prepMinutes mean preparation at the restaurant of late
 * @param assignMinutes how long it takes of late to find a courier
 * @param firstMileMinutes how long couriers take to the restaurant
 * @param rideMinutes the ride at the zone's present speed
 * @param handoffMinutes the usual hand-off at the door
 */
public record Outlook(
    DeliveryMinutes minutes,
    DeliveryLegs legs,
    double prepMinutes,
    double assignMinutes,
    double firstMileMinutes,
    double rideMinutes,
    double handoffMinutes) {

  private static final double SECONDS_PER_MINUTE = 60;

  /**
   * The outlook by an estimate.
   *
   * @param features hold those of {@link PhysicalBaseline}
   */
  public static Outlook of(DeliveryMinutes minutes, DeliveryLegs legs, FeatureVector features) {
    return new Outlook(
        minutes,
        legs,
        minutes(PhysicalBaseline.PREP_S, features),
        minutes(PhysicalBaseline.ASSIGN_S, features),
        minutes(PhysicalBaseline.FIRST_MILE_S, features),
        minutes(PhysicalBaseline.TRAVEL_S, features),
        minutes(PhysicalBaseline.HANDOFF_S, features));
  }

  private static double minutes(FeatureName name, FeatureVector features) {
    double seconds = features.number(features.plan().position(name));
    return seconds > 0 ? Math.min(seconds / SECONDS_PER_MINUTE, DeliveryMinutes.MOST) : 0;
  }
}
