package io.tiffin.event;

import java.time.Instant;

/** Copies of events with another time of receipt. */
final class Received {

  private Received() {}

  static Event at(Event event, Instant receivedAt) {
    Event.Envelope old = event.envelope();
    Event.Envelope now =
        new Event.Envelope(old.eventId() + "'", old.eventTime(), receivedAt, old.cityId());
    return switch (event) {
      case Event.OrderPlaced it ->
          new Event.OrderPlaced(
              now,
              it.orderId(),
              it.restaurantId(),
              it.dropoff(),
              it.itemsTotal(),
              it.itemsDistinct(),
              it.subtotalCents(),
              it.promisedMinutes());
      case Event.OrderAccepted it -> new Event.OrderAccepted(now, it.orderId());
      case Event.OrderReady it -> new Event.OrderReady(now, it.orderId());
      case Event.CourierAssigned it -> new Event.CourierAssigned(now, it.orderId(), it.courierId());
      case Event.CourierUnassigned it ->
          new Event.CourierUnassigned(now, it.orderId(), it.courierId());
      case Event.CourierArrivedPickup it ->
          new Event.CourierArrivedPickup(now, it.orderId(), it.courierId());
      case Event.OrderPickedUp it -> new Event.OrderPickedUp(now, it.orderId());
      case Event.CourierArrivedDropoff it ->
          new Event.CourierArrivedDropoff(now, it.orderId(), it.courierId());
      case Event.OrderDelivered it -> new Event.OrderDelivered(now, it.orderId());
      case Event.OrderCancelled it ->
          new Event.OrderCancelled(now, it.orderId(), it.stage(), it.reason());
      case Event.CourierOnline it -> new Event.CourierOnline(now, it.courierId(), it.place());
      case Event.CourierOffline it -> new Event.CourierOffline(now, it.courierId());
      case Event.CourierLocation it -> new Event.CourierLocation(now, it.courierId(), it.place());
      case Event.RestaurantProfile it ->
          new Event.RestaurantProfile(
              now, it.restaurantId(), it.place(), it.cuisine(), it.timeZone());
      case Event.RestaurantPaused it -> new Event.RestaurantPaused(now, it.restaurantId());
      case Event.RestaurantResumed it -> new Event.RestaurantResumed(now, it.restaurantId());
    };
  }
}
