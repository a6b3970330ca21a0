package io.tiffin.event.json;

import io.tiffin.event.Event;
import io.tiffin.event.EventType;
import io.tiffin.geo.Place;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded random events of every type, each within the rules and many at their edges. */
final class RandomEvents {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2099-12-31T23:59:59.999999999Z");
  private static final String[] LETTERS = {"a", "7", "Ü", "€", "\uD83C\uDF5B", " ", "\"", "\\"};
  private static final List<String> ZONES = List.of("Europe/Berlin", "UTC", "+05:45", "Z", "GMT+2");

  private final RandomGenerator random;

  RandomEvents(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  Event next(EventType type) {
    Event.Envelope envelope = new Event.Envelope(id(), time(), time(), id());
    return switch (type) {
      case ORDER_PLACED -> placed(envelope);
      case ORDER_ACCEPTED -> new Event.OrderAccepted(envelope, id());
      case ORDER_READY -> new Event.OrderReady(envelope, id());
      case COURIER_ASSIGNED -> new Event.CourierAssigned(envelope, id(), id());
      case COURIER_UNASSIGNED -> new Event.CourierUnassigned(envelope, id(), id());
      case COURIER_ARRIVED_PICKUP -> new Event.CourierArrivedPickup(envelope, id(), id());
      case ORDER_PICKED_UP -> new Event.OrderPickedUp(envelope, id());
      case COURIER_ARRIVED_DROPOFF -> new Event.CourierArrivedDropoff(envelope, id(), id());
      case ORDER_DELIVERED -> new Event.OrderDelivered(envelope, id());
      case ORDER_CANCELLED -> new Event.OrderCancelled(envelope, id(), text(512), text(512));
      case COURIER_ONLINE -> new Event.CourierOnline(envelope, id(), place());
      case COURIER_OFFLINE -> new Event.CourierOffline(envelope, id());
      case COURIER_LOCATION -> new Event.CourierLocation(envelope, id(), place());
      case RESTAURANT_PROFILE ->
          new Event.RestaurantProfile(
              envelope, id(), place(), id(), ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
      case RESTAURANT_PAUSED -> new Event.RestaurantPaused(envelope, id());
      case RESTAURANT_RESUMED -> new Event.RestaurantResumed(envelope, id());
    };
  }

  private Event placed(Event.Envelope envelope) {
    int total = random.nextInt(1, 10_001);
    return new Event.OrderPlaced(
        envelope,
        id(),
        id(),
        random.nextInt(4) == 0 ? null : place(),
        total,
        random.nextInt(1, total + 1),
        random.nextLong(0, 1_000_000_001L),
        random.nextInt(4) == 0 ? null : Math.nextUp(random.nextDouble(0, 1_440)));
  }

  private Place place() {
    return switch (random.nextInt(8)) {
      case 0 -> new Place(90, -180);
      case 1 -> new Place(-90, 180);
      case 2 -> new Place(0, Double.MIN_VALUE);
      default -> new Place(random.nextDouble(-90, 90), random.nextDouble(-180, 180));
    };
  }

  /** To the second, millisecond, microsecond or nanosecond. */
  private Instant time() {
    long second = random.nextLong(EARLIEST.getEpochSecond(), LATEST.getEpochSecond() + 1);
    int unit = (int) Math.pow(1_000, random.nextInt(4));
    return Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * (long) unit);
  }

  private String id() {
    String id = "i" + text(127);
    return id.length() > 128 ? id.substring(0, 120) : id;
  }

  private String text(int most) {
    int length = random.nextInt(8) == 0 ? most / 2 : random.nextInt(10);
    StringBuilder text = new StringBuilder();
    for (int letter = 0; letter < length; letter++) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }
}
