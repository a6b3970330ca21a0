package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tiffin.estimate.DeliveryLegs;
import io.tiffin.estimate.DeliveryMinutes;
import io.tiffin.estimate.Estimate;
import io.tiffin.estimate.OrderEstimate;
import io.tiffin.estimate.OrderStage;
import io.tiffin.event.EventType;
import io.tiffin.event.OrderJourney;
import io.tiffin.feature.FeatureName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An estimate of an order on its way, as it is answered.
 *
 * @param minutes from the order's placing
 * @param remainingMinutes from now on
 * @param legs what is left of each part
 * @param remainingBy what told that: {@code model} or {@code formula}
 */
@Schema(name = "OrderEstimate")
record OrderEstimateJson(
    String estimateId,
    String orderId,
    String restaurantId,
    Instant placedAt,
    OrderStage stage,
    Reached reached,
    DeliveryMinutes minutes,
    DeliveryMinutes remainingMinutes,
    EstimateJson.Arrival arrival,
    DeliveryLegs legs,
    String remainingBy,
    EstimateJson.Model model,
    boolean degraded,
    List<String> defaulted,
    @Nullable List<FeatureJson> features) {

  /** When the order reached what it has reached; absent what it has not. */
  @Schema(name = "Reached")
  record Reached(
      @Nullable Instant acceptedAt,
      @Nullable Instant readyAt,
      @Nullable Instant courierAssignedAt,
      @Nullable Instant courierAtRestaurantAt,
      @Nullable Instant pickedUpAt,
      @Nullable Instant courierAtDropoffAt) {

    static Reached of(OrderJourney journey) {
      return new Reached(
          at(EventType.ORDER_ACCEPTED, journey),
          at(EventType.ORDER_READY, journey),
          at(EventType.COURIER_ASSIGNED, journey),
          at(EventType.COURIER_ARRIVED_PICKUP, journey),
          at(EventType.ORDER_PICKED_UP, journey),
          at(EventType.COURIER_ARRIVED_DROPOFF, journey));
    }

    private static @Nullable Instant at(EventType stage, OrderJourney journey) {
      return journey.has(stage)
          ? Instant.EPOCH.plus(journey.stageMicros(stage), ChronoUnit.MICROS)
          : null;
    }
  }

  /**
   * @param explain whether to tell every feature with its provenance
   */
  static OrderEstimateJson of(OrderEstimate estimate, boolean explain) {
    Estimate whole = estimate.whole();
    return new OrderEstimateJson(
        whole.id(),
        estimate.journey().orderId(),
        whole.order().restaurantId(),
        whole.order().placedAt(),
        estimate.progress().stage(),
        Reached.of(estimate.journey()),
        estimate.minutes(),
        estimate.left(),
        new EstimateJson.Arrival(estimate.expectedArrival(), estimate.latestArrival()),
        estimate.legs(),
        estimate.learnt() ? "model" : "formula",
        EstimateJson.Model.of(whole.answeredBy()),
        estimate.degraded(),
        whole.defaulted().stream().map(FeatureName::toString).toList(),
        explain ? FeatureJson.all(whole.features(), whole.receivedAt()) : null);
  }
}
