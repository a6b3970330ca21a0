package io.tiffin.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivered order: what a model is to predict. Legs in seconds, NaN where a stage is missing or
 * the duration is not believed.
 *
 * @param placedAtMicros event time, microseconds since the epoch
 * @param minutes from placing to delivery, 0 to 360
 * @param promisedMinutes what the app promised; null if it did not say
 * @param acceptSeconds placed → accepted
 * @param prepSeconds accepted → ready
 * @param assignSeconds placed → assignment of the courier who kept the order
 * @param firstMileSeconds that assignment → arrival at the restaurant
 * @param pickupWaitSeconds arrival at the restaurant → picked up
 * @param travelSeconds picked up → arrival at the drop-off, or delivery where the arrival is
 *     missing
 * @param handoffSeconds arrival at the drop-off → delivery
 */
public record FinishedOrder(
    String orderId,
    String restaurantId,
    long placedAtMicros,
    double minutes,
    @Nullable Double promisedMinutes,
    double acceptSeconds,
    double prepSeconds,
    double assignSeconds,
    double firstMileSeconds,
    double pickupWaitSeconds,
    double travelSeconds,
    double handoffSeconds) {

  private static final double MICROS_PER_SECOND = 1e6;
  private static final double SECONDS_PER_MINUTE = 60;

  /**
   * The order as it was delivered; empty unless both placing and delivery are recorded, with a
   * duration that is believed.
   */
  static Optional<FinishedOrder> of(OrderJourney journey) {
    double seconds = seconds(journey, EventType.ORDER_PLACED, EventType.ORDER_DELIVERED);
    return Double.isNaN(seconds)
        ? Optional.empty()
        : journey.placed().map(placed -> finished(journey, placed, seconds / SECONDS_PER_MINUTE));
  }

  private static FinishedOrder finished(OrderJourney journey, PlacedOrder placed, double minutes) {
    EventType arrival =
        journey.has(EventType.COURIER_ARRIVED_DROPOFF)
            ? EventType.COURIER_ARRIVED_DROPOFF
            : EventType.ORDER_DELIVERED;
    return new FinishedOrder(
        journey.orderId(),
        placed.restaurantId(),
        journey.stageMicros(EventType.ORDER_PLACED),
        minutes,
        placed.promisedMinutes(),
        seconds(journey, EventType.ORDER_PLACED, EventType.ORDER_ACCEPTED),
        seconds(journey, EventType.ORDER_ACCEPTED, EventType.ORDER_READY),
        seconds(journey, EventType.ORDER_PLACED, EventType.COURIER_ASSIGNED),
        seconds(journey, EventType.COURIER_ASSIGNED, EventType.COURIER_ARRIVED_PICKUP),
        seconds(journey, EventType.COURIER_ARRIVED_PICKUP, EventType.ORDER_PICKED_UP),
        seconds(journey, EventType.ORDER_PICKED_UP, arrival),
        seconds(journey, EventType.COURIER_ARRIVED_DROPOFF, EventType.ORDER_DELIVERED));
  }

  private static double seconds(OrderJourney journey, EventType from, EventType to) {
    if (!journey.has(from) || !journey.has(to)) {
      return Double.NaN;
    }
    long micros = journey.stageMicros(to) - journey.stageMicros(from);
    return OrderMeasure.Between.isPlausible(micros) ? micros / MICROS_PER_SECOND : Double.NaN;
  }
}
