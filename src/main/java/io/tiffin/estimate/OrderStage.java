package io.tiffin.estimate;

import io.tiffin.event.EventType;
import io.tiffin.event.OrderJourney;

/**
 * How far an order has come. The kitchen and the courier go on independently of each other until
 * the order is picked up, so a stage says what both have done.
 */
public enum OrderStage {
  /** Nobody has said anything since. */
  PLACED,
  /** It is cooked, or waits to be. */
  ACCEPTED,
  /** It is cooked, and a courier is on the way to it. */
  ASSIGNED,
  /** It is ready, and there is no courier. */
  READY,
  /** It is ready, and a courier is on the way to it. */
  READY_ASSIGNED,
  /** The courier waits for it. */
  AT_RESTAURANT,
  /** It is ready, and the courier is there. */
  READY_AT_RESTAURANT,
  /** The courier has it. */
  PICKED_UP,
  /** The courier looks for its door. */
  AT_DROPOFF;

  /** The stage that a journey has reached which is not over: the farthest that it tells. */
  public static OrderStage of(OrderJourney journey) {
    if (journey.has(EventType.COURIER_ARRIVED_DROPOFF)) {
      return AT_DROPOFF;
    }
    if (journey.has(EventType.ORDER_PICKED_UP)) {
      return PICKED_UP;
    }
    boolean isReady = journey.has(EventType.ORDER_READY);
    if (journey.has(EventType.COURIER_ARRIVED_PICKUP)) {
      return isReady ? READY_AT_RESTAURANT : AT_RESTAURANT;
    }
    if (journey.has(EventType.COURIER_ASSIGNED)) {
      return isReady ? READY_ASSIGNED : ASSIGNED;
    }
    if (isReady) {
      return READY;
    }
    return journey.has(EventType.ORDER_ACCEPTED) ? ACCEPTED : PLACED;
  }

  /** When the journey reached this stage: the latest of the events that lead to it. */
  long begunMicros(OrderJourney journey) {
    return switch (this) {
      case PLACED -> journey.stageMicros(EventType.ORDER_PLACED);
      case ACCEPTED -> journey.stageMicros(EventType.ORDER_ACCEPTED);
      case ASSIGNED -> journey.stageMicros(EventType.COURIER_ASSIGNED);
      case READY -> journey.stageMicros(EventType.ORDER_READY);
      case READY_ASSIGNED -> latest(journey, EventType.COURIER_ASSIGNED);
      case AT_RESTAURANT -> journey.stageMicros(EventType.COURIER_ARRIVED_PICKUP);
      case READY_AT_RESTAURANT -> latest(journey, EventType.COURIER_ARRIVED_PICKUP);
      case PICKED_UP -> journey.stageMicros(EventType.ORDER_PICKED_UP);
      case AT_DROPOFF -> journey.stageMicros(EventType.COURIER_ARRIVED_DROPOFF);
    };
  }

  private static long latest(OrderJourney journey, EventType ofCourier) {
    return Math.max(journey.stageMicros(EventType.ORDER_READY), journey.stageMicros(ofCourier));
  }

  /** Whether the food is still being cooked. */
  boolean isCooking() {
    return switch (this) {
      case PLACED, ACCEPTED, ASSIGNED, AT_RESTAURANT -> true;
      case READY, READY_ASSIGNED, READY_AT_RESTAURANT, PICKED_UP, AT_DROPOFF -> false;
    };
  }

  /** Whether the courier has the food. */
  boolean isPickedUp() {
    return switch (this) {
      case PICKED_UP, AT_DROPOFF -> true;
      case PLACED, ACCEPTED, ASSIGNED, READY, READY_ASSIGNED, AT_RESTAURANT, READY_AT_RESTAURANT ->
          false;
    };
  }
}
