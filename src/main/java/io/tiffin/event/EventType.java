package io.tiffin.event;

import java.util.List;

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

  /**
   * The type that has this name on the wire.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static EventType ofWireName(String wireName) {
    for (EventType type : values()) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    throw new IllegalArgumentException("there is no event '" + wireName + "'");
  }

  /** What stands for the type in stored bytes; given once and never reused. */
  int code() {
    return switch (this) {
      case ORDER_PLACED -> 1;
      case ORDER_ACCEPTED -> 2;
      case ORDER_READY -> 3;
      case COURIER_ASSIGNED -> 4;
      case COURIER_UNASSIGNED -> 5;
      case COURIER_ARRIVED_PICKUP -> 6;
      case ORDER_PICKED_UP -> 7;
      case COURIER_ARRIVED_DROPOFF -> 8;
      case ORDER_DELIVERED -> 9;
      case ORDER_CANCELLED -> 10;
      case COURIER_ONLINE -> 11;
      case COURIER_OFFLINE -> 12;
      case COURIER_LOCATION -> 13;
      case RESTAURANT_PROFILE -> 14;
      case RESTAURANT_PAUSED -> 15;
      case RESTAURANT_RESUMED -> 16;
    };
  }

  /**
   * The type that a code stands for.
   *
   * @throws IllegalArgumentException if there is none
   */
  static EventType ofCode(int code) {
    for (EventType type : values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of event has the code " + code);
  }

  static List<EventType> ofWireNames(List<String> wireNames) {
    return wireNames.stream().map(EventType::ofWireName).toList();
  }

  /** What its events are about: the events of one order, courier or restaurant are one journey. */
  public Subject subject() {
    return switch (this) {
      case ORDER_PLACED,
          ORDER_ACCEPTED,
          ORDER_READY,
          COURIER_ASSIGNED,
          COURIER_UNASSIGNED,
          COURIER_ARRIVED_PICKUP,
          ORDER_PICKED_UP,
          COURIER_ARRIVED_DROPOFF,
          ORDER_DELIVERED,
          ORDER_CANCELLED ->
          Subject.ORDER;
      case COURIER_ONLINE, COURIER_OFFLINE, COURIER_LOCATION -> Subject.COURIER;
      case RESTAURANT_PROFILE, RESTAURANT_PAUSED, RESTAURANT_RESUMED -> Subject.RESTAURANT;
    };
  }

  /** What an event is about. */
  public enum Subject {
    ORDER,
    COURIER,
    RESTAURANT
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
