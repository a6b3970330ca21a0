package io.tiffin.event;

import io.tiffin.geo.Place;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an order, a courier or a restaurant.
 *
 * <p>The wire form of each event is its type, the names of its components in camelCase and those of
 * its envelope, in one JSON object.
 */
public sealed interface Event {

  Envelope envelope();

  /** The type's name on the wire and in the catalogue, such as {@code order.placed}. */
  default String type() {
    return EventType.of(this).wireName();
  }

  /**
   * What every event carries.
   *
   * @param eventId unique per event at its source
   * @param eventTime when it happened, by the source's clock
   * @param receivedAt when it was accepted; stamped once and kept in replays
   * @param cityId the city it belongs to
   */
  record Envelope(String eventId, Instant eventTime, Instant receivedAt, String cityId) {}

  /** An event of one order's journey. */
  sealed interface OrderEvent extends Event {
    String orderId();
  }

  /** An event of one courier that is not about one order. */
  sealed interface CourierEvent extends Event {
    String courierId();
  }

  /** An event of one restaurant that is not about one order. */
  sealed interface RestaurantEvent extends Event {
    String restaurantId();
  }

  /**
   * {@code order.placed}.
   *
   * @param itemsTotal number of items, counting quantities
   * @param itemsDistinct number of different items
   * @param subtotalCents price of the items in hundredths of the currency
   * @param promisedMinutes what the app promised; null if it did not say
   */
  record OrderPlaced(
      Envelope envelope,
      String orderId,
      String restaurantId,
      @Nullable Place dropoff,
      int itemsTotal,
      int itemsDistinct,
      long subtotalCents,
      @Nullable Double promisedMinutes)
      implements OrderEvent {}

  /** {@code order.accepted}: the kitchen has taken the order. */
  record OrderAccepted(Envelope envelope, String orderId) implements OrderEvent {}

  /** {@code order.ready}: the food can be picked up. */
  record OrderReady(Envelope envelope, String orderId) implements OrderEvent {}

  /** {@code courier.assigned}. */
  record CourierAssigned(Envelope envelope, String orderId, String courierId)
      implements OrderEvent {}

  /** {@code courier.unassigned}: the courier gave the order back before pick-up. */
  record CourierUnassigned(Envelope envelope, String orderId, String courierId)
      implements OrderEvent {}

  /** {@code courier.arrived_pickup}. */
  record CourierArrivedPickup(Envelope envelope, String orderId, String courierId)
      implements OrderEvent {}

  /** {@code order.picked_up}. */
  record OrderPickedUp(Envelope envelope, String orderId) implements OrderEvent {}

  /** {@code courier.arrived_dropoff}. */
  record CourierArrivedDropoff(Envelope envelope, String orderId, String courierId)
      implements OrderEvent {}

  /** {@code order.delivered}. */
  record OrderDelivered(Envelope envelope, String orderId) implements OrderEvent {}

  /** {@code order.cancelled}. */
  record OrderCancelled(Envelope envelope, String orderId, String stage, String reason)
      implements OrderEvent {}

  /** {@code courier.online}: a shift begins. */
  record CourierOnline(Envelope envelope, String courierId, Place place) implements CourierEvent {}

  /** {@code courier.offline}: a shift ends. */
  record CourierOffline(Envelope envelope, String courierId) implements CourierEvent {}

  /** {@code courier.location}: sent while on shift, at least every minute or two. */
  record CourierLocation(Envelope envelope, String courierId, Place place)
      implements CourierEvent {}

  /**
   * {@code restaurant.profile}: where a restaurant is and what it cooks; replaces what was known.
   */
  record RestaurantProfile(
      Envelope envelope, String restaurantId, Place place, String cuisine, ZoneId timeZone)
      implements RestaurantEvent {}

  /** {@code restaurant.paused}: takes no orders for a while. */
  record RestaurantPaused(Envelope envelope, String restaurantId) implements RestaurantEvent {}

  /** {@code restaurant.resumed}. */
  record RestaurantResumed(Envelope envelope, String restaurantId) implements RestaurantEvent {}
}
