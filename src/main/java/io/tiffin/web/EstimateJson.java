package io.tiffin.web;

import io.tiffin.estimate.AnsweredBy;
import io.tiffin.estimate.DeliveryLegs;
import io.tiffin.estimate.DeliveryMinutes;
import io.tiffin.estimate.Estimate;
import io.tiffin.feature.FeatureName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An estimate, as it is answered. */
record EstimateJson(
    String estimateId,
    @Nullable String orderId,
    String restaurantId,
    Instant placedAt,
    DeliveryMinutes minutes,
    Arrival arrival,
    DeliveryLegs legs,
    Model model,
    boolean degraded,
    List<String> defaulted,
    @Nullable List<FeatureJson> features) {

  /** When the order will be there. */
  record Arrival(Instant expected, Instant latest) {}

  /** Who made the estimate. */
  record Model(String name, String version, String role) {

    static Model of(AnsweredBy by) {
      return new Model(by.name(), by.version(), by.role().name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * @param explain whether to tell every feature with its provenance
   */
  static EstimateJson of(Estimate estimate, boolean explain) {
    return new EstimateJson(
        estimate.id(),
        estimate.order().orderId(),
        estimate.order().restaurantId(),
        estimate.order().placedAt(),
        estimate.minutes(),
        new Arrival(estimate.expectedArrival(), estimate.latestArrival()),
        estimate.legs(),
        Model.of(estimate.answeredBy()),
        estimate.degraded(),
        estimate.defaulted().stream().map(FeatureName::toString).toList(),
        explain ? FeatureJson.all(estimate.features(), estimate.receivedAt()) : null);
  }
}
