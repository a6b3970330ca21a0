package io.tiffin.event.json;

import io.tiffin.event.EventType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that events have in JSON. A set of them is a mask of their {@link #bit}s. */
enum WireField {
  EVENT_ID("eventId", Kind.TEXT),
  TYPE("type", Kind.TYPE),
  EVENT_TIME("eventTime", Kind.TIME),
  RECEIVED_AT("receivedAt", Kind.TIME),
  CITY_ID("cityId", Kind.TEXT),
  ORDER_ID("orderId", Kind.TEXT),
  RESTAURANT_ID("restaurantId", Kind.TEXT),
  COURIER_ID("courierId", Kind.TEXT),
  DROPOFF("dropoff", Kind.PLACE),
  ITEMS_TOTAL("itemsTotal", Kind.WHOLE),
  ITEMS_DISTINCT("itemsDistinct", Kind.WHOLE),
  SUBTOTAL_CENTS("subtotalCents", Kind.WHOLE),
  PROMISED_MINUTES("promisedMinutes", Kind.NUMBER),
  STAGE("stage", Kind.TEXT),
  REASON("reason", Kind.TEXT),
  PLACE("place", Kind.PLACE),
  CUISINE("cuisine", Kind.TEXT),
  TIME_ZONE("timeZone", Kind.ZONE);

  /** How a field's value is written, and by what it is held. */
  enum Kind {
    /** A {@link String}. */
    TEXT,
    /** An {@link EventType}, by its wire name. */
    TYPE,
    /** An {@link java.time.Instant}, ISO 8601. */
    TIME,
    /** A {@link io.tiffin.geo.Place}, an object of {@code lat} and {@code lon}. */
    PLACE,
    /** A {@link Long}. */
    WHOLE,
    /** A {@link Double}. */
    NUMBER,
    /** A {@link java.time.ZoneId}, by its id. */
    ZONE
  }

  static final int ENVELOPE = bits(EVENT_ID, TYPE, EVENT_TIME, CITY_ID);

  private static final Map<String, WireField> BY_NAME = new HashMap<>();

  static {
    for (WireField field : values()) {
      BY_NAME.put(field.wireName, field);
    }
  }

  private final String wireName;
  private final Kind kind;

  WireField(String wireName, Kind kind) {
    this.wireName = wireName;
    this.kind = kind;
  }

  /** The field of this name; null if no event has one. */
  static @Nullable WireField ofWireName(String wireName) {
    return BY_NAME.get(wireName);
  }

  String wireName() {
    return wireName;
  }

  Kind kind() {
    return kind;
  }

  /** Where an array over all fields has this one. */
  @SuppressWarnings("EnumOrdinal") // positions live in memory only
  int position() {
    return ordinal();
  }

  int bit() {
    return 1 << position();
  }

  boolean isIn(int fields) {
    return (fields & bit()) != 0;
  }

  /** What an event of this type must have, beside the envelope. */
  static int required(EventType type) {
    return switch (type) {
      case ORDER_PLACED ->
          bits(ORDER_ID, RESTAURANT_ID, ITEMS_TOTAL, ITEMS_DISTINCT, SUBTOTAL_CENTS);
      case ORDER_ACCEPTED, ORDER_READY, ORDER_PICKED_UP, ORDER_DELIVERED -> bits(ORDER_ID);
      case ORDER_CANCELLED -> bits(ORDER_ID, STAGE, REASON);
      case COURIER_ASSIGNED, COURIER_UNASSIGNED, COURIER_ARRIVED_PICKUP, COURIER_ARRIVED_DROPOFF ->
          bits(ORDER_ID, COURIER_ID);
      case COURIER_ONLINE, COURIER_LOCATION -> bits(COURIER_ID, PLACE);
      case COURIER_OFFLINE -> bits(COURIER_ID);
      case RESTAURANT_PROFILE -> bits(RESTAURANT_ID, PLACE, CUISINE, TIME_ZONE);
      case RESTAURANT_PAUSED, RESTAURANT_RESUMED -> bits(RESTAURANT_ID);
    };
  }

  /** What an event of this type may have, beside the envelope. */
  static int allowed(EventType type) {
    return type == EventType.ORDER_PLACED
        ? required(type) | bits(DROPOFF, PROMISED_MINUTES)
        : required(type);
  }

  private static int bits(WireField... fields) {
    int bits = 0;
    for (WireField field : fields) {
      bits |= field.bit();
    }
    return bits;
  }
}
