package io.tiffin.event;

import java.util.Arrays;

/**
 * The numeric fields of events that aggregates may name: what an event carries, or is given from
 * its journey.
 */
enum EventField {
  ITEMS_TOTAL(EventType.ORDER_PLACED, "itemsTotal"),
  ITEMS_DISTINCT(EventType.ORDER_PLACED, "itemsDistinct"),
  /** Hundredths of the currency. */
  SUBTOTAL_CENTS(EventType.ORDER_PLACED, "subtotalCents"),
  /** Metres from restaurant to drop-off: through streets, see {@link PlacedOrder}. */
  DISTANCE_M(EventType.ORDER_DELIVERED, "distanceM"),
  /**
   * Seconds from pick-up to the arrival at the drop-off (to delivery where the arrival is unknown)
   * per metre of distance.
   */
  TRAVEL_S_PER_M(EventType.ORDER_DELIVERED, "travelSPerM"),
  /** Metres per second since the courier's location before. */
  SPEED_MPS(EventType.COURIER_LOCATION, "speedMps");

  /**
   * Distances below this say nothing about pace. Chosen: the accuracy of a phone's location, a few
   * times over.
   */
  private static final double MIN_DISTANCE_M = 50;

  private static final double MICROS_PER_SECOND = 1e6;

  private final EventType event;
  private final String fieldName;

  EventField(EventType event, String fieldName) {
    this.event = event;
    this.fieldName = fieldName;
  }

  EventType event() {
    return event;
  }

  String fieldName() {
    return fieldName;
  }

  /**
   * The field of an event.
   *
   * @throws IllegalArgumentException if the event has no such field
   */
  static EventField of(String wireName, String fieldName) {
    return Arrays.stream(values())
        .filter(one -> one.event.wireName().equals(wireName) && one.fieldName.equals(fieldName))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' has no numeric field '%s'".formatted(wireName, fieldName)));
  }

  /**
   * The field's value for an order that has reached {@link #event()}; a courier's field is nothing.
   */
  Measured measure(OrderJourney journey, PlacedOrder placed) {
    long micros = journey.stageMicros(event);
    return switch (this) {
      case ITEMS_TOTAL -> new Measured(micros, placed.itemsTotal() * Measured.MILLIONTHS);
      case ITEMS_DISTINCT -> new Measured(micros, placed.itemsDistinct() * Measured.MILLIONTHS);
      case SUBTOTAL_CENTS -> new Measured(micros, placed.subtotalCents() * Measured.MILLIONTHS);
      case DISTANCE_M -> Measured.field(micros, placed.distanceM());
      case TRAVEL_S_PER_M -> travel(micros, journey, placed.distanceM());
      case SPEED_MPS -> Measured.NOTHING;
    };
  }

  private static Measured travel(long micros, OrderJourney journey, double distanceM) {
    EventType arrival =
        journey.has(EventType.COURIER_ARRIVED_DROPOFF)
            ? EventType.COURIER_ARRIVED_DROPOFF
            : EventType.ORDER_DELIVERED;
    if (!journey.has(EventType.ORDER_PICKED_UP) || !(distanceM >= MIN_DISTANCE_M)) {
      return Measured.NOTHING;
    }
    long travelMicros =
        journey.stageMicros(arrival) - journey.stageMicros(EventType.ORDER_PICKED_UP);
    return OrderMeasure.Between.isPlausible(travelMicros)
        ? Measured.field(micros, travelMicros / MICROS_PER_SECOND / distanceM)
        : Measured.IMPLAUSIBLE;
  }
}
