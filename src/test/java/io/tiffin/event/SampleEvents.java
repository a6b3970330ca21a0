package io.tiffin.event;

import io.tiffin.geo.Place;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events written in one line: seconds after {@link #START}, received when they happen. */
final class SampleEvents {

  static final Instant START = Instant.parse("2026-06-15T10:00:00Z");
  static final Place KITCHEN = new Place(52.5200, 13.4050);
  static final Place DOOR = new Place(52.5300, 13.4200);

  private static final AtomicLong IDS = new AtomicLong();

  private SampleEvents() {}

  static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  static Event.Envelope envelope(long seconds) {
    return envelope(seconds, seconds);
  }

  static Event.Envelope envelope(long eventSeconds, long receivedSeconds) {
    return new Event.Envelope(
        "e-" + IDS.incrementAndGet(), at(eventSeconds), at(receivedSeconds), "berlin");
  }

  static Event profile(long seconds) {
    return new Event.RestaurantProfile(
        envelope(seconds), "r-1", KITCHEN, "thai", SampleCity.BERLIN);
  }

  static Event placed(String order, long seconds) {
    return placed(order, seconds, "r-1", DOOR);
  }

  static Event placed(String order, long seconds, String restaurant, @Nullable Place dropoff) {
    return new Event.OrderPlaced(envelope(seconds), order, restaurant, dropoff, 3, 2, 2_500, 45.0);
  }

  static Event accepted(String order, long seconds) {
    return new Event.OrderAccepted(envelope(seconds), order);
  }

  static Event ready(String order, long seconds) {
    return new Event.OrderReady(envelope(seconds), order);
  }

  static Event assigned(String order, String courier, long seconds) {
    return new Event.CourierAssigned(envelope(seconds), order, courier);
  }

  static Event unassigned(String order, String courier, long seconds) {
    return new Event.CourierUnassigned(envelope(seconds), order, courier);
  }

  static Event arrivedPickup(String order, String courier, long seconds) {
    return new Event.CourierArrivedPickup(envelope(seconds), order, courier);
  }

  static Event pickedUp(String order, long seconds) {
    return new Event.OrderPickedUp(envelope(seconds), order);
  }

  static Event delivered(String order, long seconds) {
    return new Event.OrderDelivered(envelope(seconds), order);
  }

  static Event cancelled(String order, long seconds) {
    return new Event.OrderCancelled(envelope(seconds), order, "PLACED", "sold out");
  }

  static Event online(String courier, long seconds, Place place) {
    return new Event.CourierOnline(envelope(seconds), courier, place);
  }

  static Event location(String courier, long seconds, Place place) {
    return new Event.CourierLocation(envelope(seconds), courier, place);
  }

  static Event offline(String courier, long seconds) {
    return new Event.CourierOffline(envelope(seconds), courier);
  }
}
