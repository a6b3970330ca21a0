package io.tiffin.estimate;

import io.tiffin.feature.FeatureName;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import java.util.List;

/**
 * The estimate that needs no model: preparation and travel as the catalogue computes them. It is
 * looked up with every estimate, so that the last rung of the ladder never rots.
 */
final class PhysicalBaseline {

  private static final FeatureName NAIVE_S = new FeatureName("request", "naive_s");
  static final FeatureName PREP_S = new FeatureName("restaurant_live", "prep_s_mean_20m");
  static final FeatureName TRAVEL_S = new FeatureName("request", "travel_naive_s");

  static final FeatureName HANDOFF_S = new FeatureName("dropoff_zone_history", "handoff_s_mean_7d");

  static final FeatureName ASSIGN_S = new FeatureName("courier_zone_live", "assign_s_mean_20m");

  static final FeatureName FIRST_MILE_S =
      new FeatureName("courier_zone_live", "first_mile_s_mean_20m");

  /** What is looked up for it; with that, all that {@link #NAIVE_S} is computed from. */
  static final List<FeatureName> FEATURES = List.of(NAIVE_S, PREP_S, TRAVEL_S, HANDOFF_S);

  /**
   * Standard deviation of the logarithm of delivery times, measured on the public DoorDash
   * take-home orders.
   */
  private static final double LOG_STANDARD_DEVIATION = 0.36;

  /**
   * The median delivery of the same orders, for a caller's feature values that leave no number at
   * all.
   */
  private static final double MEDIAN_S = 2660;

  private static final double SECONDS_PER_MINUTE = 60;

  private final int naive;
  private final int prep;
  private final int travel;
  private final int handoff;

  PhysicalBaseline(FeaturePlan plan) {
    naive = plan.position(NAIVE_S);
    prep = plan.position(PREP_S);
    travel = plan.position(TRAVEL_S);
    handoff = plan.position(HANDOFF_S);
  }

  /**
   * The naive formula as the median of a log-normal distribution; whatever it leaves between its
   * legs is waiting.
   */
  Prediction predict(FeatureVector features) {
    double p50 = minutes(Double.isNaN(features.number(naive)) ? MEDIAN_S : features.number(naive));
    double[] quantiles = new double[LogNormal.RANKS.length];
    for (int rank = 0; rank < quantiles.length; rank++) {
      quantiles[rank] = LogNormal.quantile(p50, LOG_STANDARD_DEVIATION, rank);
    }
    DeliveryMinutes minutes = DeliveryMinutes.ofQuantiles(quantiles);
    return new Prediction(minutes, legs(minutes.p50(), features));
  }

  /**
   * Preparation, and travel with the hand-off, as the catalogue computes them; what is left of
   * {@code p50} is waiting.
   */
  DeliveryLegs legs(double p50, FeatureVector features) {
    double prepMinutes = features.number(prep) / SECONDS_PER_MINUTE;
    double travelMinutes =
        (features.number(travel) + features.number(handoff)) / SECONDS_PER_MINUTE;
    return DeliveryLegs.within(p50, prepMinutes, p50 - prepMinutes - travelMinutes, travelMinutes);
  }

  private static double minutes(double seconds) {
    return Math.clamp(seconds / SECONDS_PER_MINUTE, DeliveryMinutes.LEAST, DeliveryMinutes.MOST);
  }
}
