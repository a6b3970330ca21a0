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

import io.tiffin.event.Event;
import io.tiffin.event.Event.Envelope;
import io.tiffin.geo.Place;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes one event. For one thread. */
final class EventWriter {

  private static final int USUAL_BYTES = 320;

  private final JsonGenerator json;

  private EventWriter(JsonGenerator json) {
    this.json = json;
  }

  static byte[] write(JsonFactory factory, Event event, boolean stamped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      new EventWriter(json).event(event, stamped);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void event(Event event, boolean stamped) {
    Envelope envelope = event.envelope();
    text(EVENT_ID, envelope.eventId());
    text(TYPE, event.type());
    text(EVENT_TIME, envelope.eventTime().toString());
    if (stamped) {
      text(RECEIVED_AT, envelope.receivedAt().toString());
    }
    text(CITY_ID, envelope.cityId());
    switch (event) {
      case Event.OrderEvent it -> order(it);
      case Event.CourierEvent it -> courier(it);
      case Event.RestaurantEvent it -> restaurant(it);
    }
  }

  private void order(Event.OrderEvent event) {
    text(ORDER_ID, event.orderId());
    switch (event) {
      case Event.OrderPlaced it -> placed(it);
      case Event.CourierAssigned it -> text(COURIER_ID, it.courierId());
      case Event.CourierUnassigned it -> text(COURIER_ID, it.courierId());
      case Event.CourierArrivedPickup it -> text(COURIER_ID, it.courierId());
      case Event.CourierArrivedDropoff it -> text(COURIER_ID, it.courierId());
      case Event.OrderCancelled it -> {
        text(STAGE, it.stage());
        text(REASON, it.reason());
      }
      case Event.OrderAccepted ignored -> {}
      case Event.OrderReady ignored -> {}
      case Event.OrderPickedUp ignored -> {}
      case Event.OrderDelivered ignored -> {}
    }
  }

  private void placed(Event.OrderPlaced event) {
    text(RESTAURANT_ID, event.restaurantId());
    if (event.dropoff() != null) {
      place(DROPOFF, event.dropoff());
    }
    json.writeNumberProperty(ITEMS_TOTAL.wireName(), event.itemsTotal());
    json.writeNumberProperty(ITEMS_DISTINCT.wireName(), event.itemsDistinct());
    json.writeNumberProperty(SUBTOTAL_CENTS.wireName(), event.subtotalCents());
    if (event.promisedMinutes() != null) {
      json.writeNumberProperty(PROMISED_MINUTES.wireName(), event.promisedMinutes().doubleValue());
    }
  }

  private void courier(Event.CourierEvent event) {
    text(COURIER_ID, event.courierId());
    switch (event) {
      case Event.CourierOnline it -> place(PLACE, it.place());
      case Event.CourierLocation it -> place(PLACE, it.place());
      case Event.CourierOffline ignored -> {}
    }
  }

  private void restaurant(Event.RestaurantEvent event) {
    text(RESTAURANT_ID, event.restaurantId());
    switch (event) {
      case Event.RestaurantProfile it -> {
        place(PLACE, it.place());
        text(CUISINE, it.cuisine());
        text(TIME_ZONE, it.timeZone().getId());
      }
      case Event.RestaurantPaused ignored -> {}
      case Event.RestaurantResumed ignored -> {}
    }
  }

  private void place(WireField field, Place place) {
    json.writeName(field.wireName());
    json.writeStartObject();
    json.writeNumberProperty("lat", place.lat());
    json.writeNumberProperty("lon", place.lon());
    json.writeEndObject();
  }

  private void text(WireField field, String text) {
    json.writeStringProperty(field.wireName(), text);
  }
}
