package io.tiffin.event.json;

import static io.tiffin.event.json.WireField.CITY_ID;
import static io.tiffin.event.json.WireField.COURIER_ID;
import static io.tiffin.event.json.WireField.CUISINE;
import static io.tiffin.event.json.WireField.DROPOFF;
import static io.tiffin.event.json.WireField.EVENT_ID;
import static io.tiffin.event.json.WireField.EVENT_TIME;
import static io.tiffin.event.json.WireField.ITEMS_DISTINCT;
import static io.tiffin.event.json.WireField.ITEMS_TOTAL;
import static io.tiffin.event.json.WireField.ORDER_ID;
import static io.tiffin.event.json.WireField.PLACE;
import static io.tiffin.event.json.WireField.PROMISED_MINUTES;
import static io.tiffin.event.json.WireField.REASON;
import static io.tiffin.event.json.WireField.RECEIVED_AT;
import static io.tiffin.event.json.WireField.RESTAURANT_ID;
import static io.tiffin.event.json.WireField.STAGE;
import static io.tiffin.event.json.WireField.SUBTOTAL_CENTS;
import static io.tiffin.event.json.WireField.TIME_ZONE;
import static io.tiffin.event.json.WireField.TYPE;
import static java.util.Objects.requireNonNull;

import io.tiffin.event.Event;
import io.tiffin.event.Event.Envelope;
import io.tiffin.event.EventRules;
import io.tiffin.event.EventRules.Violation;
import io.tiffin.event.EventType;
import io.tiffin.geo.Place;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of one event as they come, in any order; then the event. For one thread. */
final class EventFields {

  private static final WireField[] FIELDS = WireField.values();

  private final ReceivedAt rule;
  private final Refusals refusals = new Refusals();
  private final @Nullable Object[] values = new @Nullable Object[FIELDS.length];
  private int seen;
  private int refused;

  EventFields(ReceivedAt rule) {
    this.rule = rule;
  }

  /** Reads the value at the parser's token, which is then its last. */
  void read(String name, JsonParser parser) {
    WireField field = WireField.ofWireName(name);
    if (field == null) {
      refusals.add(Refusals.printable(name), "is no field of any event");
      parser.skipChildren();
      return;
    }
    boolean again = field.isIn(seen);
    seen |= field.bit();
    if (again) {
      refuse(field, "occurs twice");
      parser.skipChildren();
    } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    } else if (field == RECEIVED_AT && rule == ReceivedAt.STAMP) {
      refuse(field, "is stamped by the service: leave it out");
      parser.skipChildren();
    } else {
      take(field, parser);
    }
  }

  /** The event that the fields make, or all that is wrong with them. */
  ReadEvent toEvent(Instant receivedAt) {
    if (values[RECEIVED_AT.position()] == null) {
      values[RECEIVED_AT.position()] = receivedAt;
    }
    EventType type = (EventType) values[TYPE.position()];
    int required = WireField.ENVELOPE | (type == null ? 0 : WireField.required(type));
    refuseMissing(required);
    refuseForeign(type);
    if (!refusals.isEmpty() || type == null) {
      refuseUnruly(type, required);
      return refusals.toRefused();
    }
    Event event = build(type);
    List<Violation> violations = EventRules.check(event);
    return violations.isEmpty() ? new ReadEvent.Valid(event) : new ReadEvent.Refused(violations);
  }

  private void take(WireField field, JsonParser parser) {
    Object value = FieldValues.read(field, parser, refusals);
    values[field.position()] = value;
    if (value == null) {
      refused |= field.bit();
    }
  }

  private void refuseMissing(int required) {
    for (WireField field : FIELDS) {
      if (field.isIn(required & ~refused) && values[field.position()] == null) {
        refuse(field, "is required");
      }
    }
  }

  private void refuseForeign(@Nullable EventType type) {
    int known = WireField.ENVELOPE | RECEIVED_AT.bit();
    int foreign = type == null ? 0 : seen & ~(known | WireField.allowed(type));
    if (type != null && foreign != 0) {
      for (WireField field : FIELDS) {
        if (field.isIn(foreign)) {
          refuse(field, "is no field of " + type.wireName());
        }
      }
    }
  }

  /**
   * Adds what the rules say of the fields that could be read, so that a sender learns all in one
   * go: harmless values stand in for the others. Of an unknown type, only the envelope is judged.
   */
  private void refuseUnruly(@Nullable EventType type, int required) {
    EventType judged = type == null ? EventType.ORDER_READY : type;
    for (WireField field : FIELDS) {
      if (field.isIn(required | WireField.required(judged)) && values[field.position()] == null) {
        values[field.position()] = standIn(field);
      }
    }
    for (Violation violation : EventRules.check(build(judged))) {
      WireField field = WireField.ofWireName(violation.field());
      if (field == null || !field.isIn(refused)) {
        refusals.add(violation.field(), violation.reason());
      }
    }
  }

  private void refuse(WireField field, String reason) {
    refused |= field.bit();
    refusals.add(field.wireName(), reason);
  }

  private static Object standIn(WireField field) {
    return switch (field.kind()) {
      case TEXT -> "x";
      case TYPE -> EventType.ORDER_READY;
      case TIME -> Instant.parse("2026-01-01T00:00:00Z");
      case PLACE -> new Place(0, 0);
      case WHOLE -> field == ITEMS_TOTAL ? 10_000L : 1L; // as many as any distinct ones
      case NUMBER -> 1.0;
      case ZONE -> ZoneOffset.UTC;
    };
  }

  private Event build(EventType type) {
    Envelope envelope =
        new Envelope(
            text(EVENT_ID),
            (Instant) present(EVENT_TIME),
            (Instant) present(RECEIVED_AT),
            text(CITY_ID));
    return switch (type.subject()) {
      case ORDER -> order(type, envelope, text(ORDER_ID));
      case COURIER -> courier(type, envelope, text(COURIER_ID));
      case RESTAURANT -> restaurant(type, envelope, text(RESTAURANT_ID));
    };
  }

  private Event order(EventType type, Envelope envelope, String orderId) {
    return switch (type) {
      case ORDER_PLACED -> placed(envelope, orderId);
      case ORDER_ACCEPTED -> new Event.OrderAccepted(envelope, orderId);
      case ORDER_READY -> new Event.OrderReady(envelope, orderId);
      case COURIER_ASSIGNED -> new Event.CourierAssigned(envelope, orderId, text(COURIER_ID));
      case COURIER_UNASSIGNED -> new Event.CourierUnassigned(envelope, orderId, text(COURIER_ID));
      case COURIER_ARRIVED_PICKUP ->
          new Event.CourierArrivedPickup(envelope, orderId, text(COURIER_ID));
      case ORDER_PICKED_UP -> new Event.OrderPickedUp(envelope, orderId);
      case COURIER_ARRIVED_DROPOFF ->
          new Event.CourierArrivedDropoff(envelope, orderId, text(COURIER_ID));
      case ORDER_DELIVERED -> new Event.OrderDelivered(envelope, orderId);
      case ORDER_CANCELLED ->
          new Event.OrderCancelled(envelope, orderId, text(STAGE), text(REASON));
      default -> throw new IllegalArgumentException(type + " is not about an order");
    };
  }

  private Event placed(Envelope envelope, String orderId) {
    return new Event.OrderPlaced(
        envelope,
        orderId,
        text(RESTAURANT_ID),
        (Place) values[DROPOFF.position()],
        items(ITEMS_TOTAL),
        items(ITEMS_DISTINCT),
        (Long) present(SUBTOTAL_CENTS),
        (Double) values[PROMISED_MINUTES.position()]);
  }

  private Event courier(EventType type, Envelope envelope, String courierId) {
    return switch (type) {
      case COURIER_ONLINE -> new Event.CourierOnline(envelope, courierId, (Place) present(PLACE));
      case COURIER_OFFLINE -> new Event.CourierOffline(envelope, courierId);
      case COURIER_LOCATION ->
          new Event.CourierLocation(envelope, courierId, (Place) present(PLACE));
      default -> throw new IllegalArgumentException(type + " is not about a courier");
    };
  }

  private Event restaurant(EventType type, Envelope envelope, String restaurantId) {
    return switch (type) {
      case RESTAURANT_PROFILE ->
          new Event.RestaurantProfile(
              envelope,
              restaurantId,
              (Place) present(PLACE),
              text(CUISINE),
              (ZoneId) present(TIME_ZONE));
      case RESTAURANT_PAUSED -> new Event.RestaurantPaused(envelope, restaurantId);
      case RESTAURANT_RESUMED -> new Event.RestaurantResumed(envelope, restaurantId);
      default -> throw new IllegalArgumentException(type + " is not about a restaurant");
    };
  }

  private String text(WireField field) {
    return (String) present(field);
  }

  /** What an int can't hold is out of range as it is. */
  private int items(WireField field) {
    return Math.clamp((Long) present(field), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private Object present(WireField field) {
    return requireNonNull(values[field.position()], field.wireName());
  }
}
