package io.tiffin.estimate;

import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.serving.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When an order will arrive, and what that stands on.
 *
 * @param id unique, and sorts by the time it was made
 * @param order what was asked
 * @param receivedAt when it was asked: live features are as of this instant
 * @param minutes the distribution of the delivery time
 * @param legs its parts
 * @param answeredBy the model or baseline that told it
 * @param degraded whether a time-out, an error or a fallback shaped it
 * @param features every feature looked up for it, with provenance: those that the model and the
 *     baseline take, then those that these are computed from or fall back to
 * @param asked how many of {@code features} the model and the baseline take
 */
public record Estimate(
    String id,
    PartialOrder order,
    Instant receivedAt,
    DeliveryMinutes minutes,
    DeliveryLegs legs,
    AnsweredBy answeredBy,
    boolean degraded,
    FeatureVector features,
    int asked) {

  private static final int MILLIS_PER_MINUTE = 60_000;

  /** The median arrival. */
  public Instant expectedArrival() {
    return arrivalAfter(minutes.p50());
  }

  /** The arrival that four orders in five keep. */
  public Instant latestArrival() {
    return arrivalAfter(minutes.p80());
  }

  /** The features asked for of which nothing was known, so that the declared default stood in. */
  public List<FeatureName> defaulted() {
    List<FeatureName> names = new ArrayList<>();
    List<Feature> planned = features.plan().features();
    for (int position = 0; position < asked; position++) {
      if (features.isDefaulted(position)) {
        names.add(planned.get(position).name());
      }
    }
    return names;
  }

  private Instant arrivalAfter(double quantile) {
    return order.placedAt().plus(Duration.ofMillis(Math.round(quantile * MILLIS_PER_MINUTE)));
  }
}
