package io.tiffin.event;

/** The types of events, with their names on the wire and in the catalogue. */
public enum EventType {
  ORDER_PLACED("order.placed"),
  ORDER_ACCEPTED("order.accepted"),
  ORDER_READY("order.ready"),
  COURIER_ASSIGNED("courier.assigned"),
  COURIER_UNASSIGNED("courier.unassigned"),
  COURIER_ARRIVED_PICKUP("courier.arrived_pickup"),
  ORDER_PICKED_UP("order.picked_up"),
  COURIER_ARRIVED_DROPOFF("courier.arrived_dropoff"),
  ORDER_DELIVERED("order.delivered"),
  ORDER_CANCELLED("order.cancelled"),
  COURIER_ONLINE("courier.online"),
  COURIER_OFFLINE("courier.offline"),
  COURIER_LOCATION("courier.location"),
  RESTAURANT_PROFILE("restaurant.profile"),
  RESTAURANT_PAUSED("restaurant.paused"),
  RESTAURANT_RESUMED("restaurant.resumed");

  private final String wireName;

  EventType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The type of an event. */
  public static EventType of(Event event) {
    return switch (event) {
      case Event.OrderPlaced ignored -> ORDER_PLACED;
      case Event.OrderAccepted ignored -> ORDER_ACCEPTED;
      case Event.OrderReady ignored -> ORDER_READY;
      case Event.CourierAssigned ignored -> COURIER_ASSIGNED;
      case Event.CourierUnassigned ignored -> COURIER_UNASSIGNED;
      case Event.CourierArrivedPickup ignored -> COURIER_ARRIVED_PICKUP;
      case Event.OrderPickedUp ignored -> ORDER_PICKED_UP;
      case Event.CourierArrivedDropoff ignored -> COURIER_ARRIVED_DROPOFF;
      case Event.OrderDelivered ignored -> ORDER_DELIVERED;
      case Event.OrderCancelled ignored -> ORDER_CANCELLED;
      case Event.CourierOnline ignored -> COURIER_ONLINE;
      case Event.CourierOffline ignored -> COURIER_OFFLINE;
      case Event.CourierLocation ignored -> COURIER_LOCATION;
      case Event.RestaurantProfile ignored -> RESTAURANT_PROFILE;
      case Event.RestaurantPaused ignored -> RESTAURANT_PAUSED;
      case Event.RestaurantResumed ignored -> RESTAURANT_RESUMED;
    };
  }
}
