package io.tiffin.event;

import io.tiffin.geo.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded random journeys in Berlin: orders that lose stages, are handed back and cancelled,
 * couriers who wander between zones. Every event is received when it happens; {@link #faulty} makes
 * copies and delays.
 */
public final class SampleCity {

  public static final String CITY = "berlin";
  public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /**
   * Of restaurants in turn: beside Berlin's one that is off by a half and one by a quarter hour.
   */
  private static final List<ZoneId> ZONES =
      List.of(
          BERLIN,
          BERLIN,
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Asia/Kathmandu"));

  private static final Place CENTRE = new Place(52.52, 13.405);

  private final SplittableRandom random;
  private final Instant start;
  private final Duration length;
  private final List<Event> events = new ArrayList<>();

  public SampleCity(long seed, Instant start, Duration length) {
    random = new SplittableRandom(seed);
    this.start = start;
    this.length = length;
  }

  /** All events by time; profiles first. */
  public List<Event> events(int restaurants, int couriers, int orders) {
    for (int i = 0; i < restaurants; i++) {
      events.add(
          new Event.RestaurantProfile(
              envelope("profile-" + i, start),
              "r-" + i,
              place(0.03),
              "thai",
              ZONES.get(i % ZONES.size())));
    }
    for (int i = 0; i < couriers; i++) {
      shift("c-" + i);
    }
    for (int i = 0; i < orders; i++) {
      order("o-" + i, "r-" + random.nextInt(restaurants + 1), "c-" + random.nextInt(couriers));
    }
    events.sort(Comparator.comparing(event -> event.envelope().eventTime()));
    return events;
  }

  /** As {@link #events}, and restaurants that pause now and then. */
  List<Event> eventsAndPauses(int restaurants, int couriers, int orders) {
    events(restaurants, couriers, orders);
    for (int i = 0; i < restaurants; i++) {
      for (int pause = 0; pause < 6; pause++) {
        String id = "pause-" + i + "-" + pause;
        Instant from = start.plusMillis(1 + random.nextLong(length.toMillis()));
        keep(new Event.RestaurantPaused(envelope(id, from), "r-" + i));
        keep(new Event.RestaurantResumed(envelope(id + "-end", after(from, 10)), "r-" + i));
      }
    }
    events.sort(Comparator.comparing(event -> event.envelope().eventTime()));
    return events;
  }

  private void order(String id, String restaurant, String courier) {
    Instant placed = start.plusMillis(1 + random.nextLong(length.toMillis()));
    Place dropoff = random.nextInt(20) == 0 ? null : place(0.05);
    int items = 1 + random.nextInt(5);
    events.add(
        new Event.OrderPlaced(
            envelope(id + "-placed", placed),
            id,
            restaurant,
            dropoff,
            items,
            1,
            900L * items,
            45.0));
    Instant accepted = after(placed, 1);
    Instant ready = random.nextInt(60) == 0 ? accepted.minusSeconds(30) : after(accepted, 14);
    Instant arrived = after(placed, 12);
    Instant pickedUp = after(ready.isAfter(arrived) ? ready : arrived, 2);
    if (random.nextInt(10) == 0) {
      String former = courier + "-former";
      keep(new Event.CourierAssigned(envelope(id + "-a0", after(placed, 1)), id, former));
      keep(new Event.CourierUnassigned(envelope(id + "-u0", after(placed, 3)), id, former));
    }
    keep(new Event.OrderAccepted(envelope(id + "-accepted", accepted), id));
    keep(new Event.CourierAssigned(envelope(id + "-a", after(placed, 4)), id, courier));
    keep(new Event.OrderReady(envelope(id + "-ready", ready), id));
    keep(new Event.CourierArrivedPickup(envelope(id + "-p", arrived), id, courier));
    if (random.nextInt(12) == 0) {
      keep(new Event.OrderCancelled(envelope(id + "-x", after(arrived, 3)), id, "READY", "late"));
      return;
    }
    keep(new Event.OrderPickedUp(envelope(id + "-picked", pickedUp), id));
    Instant door = after(pickedUp, random.nextInt(50) == 0 ? 300 : 9);
    keep(new Event.CourierArrivedDropoff(envelope(id + "-d", door), id, courier));
    keep(new Event.OrderDelivered(envelope(id + "-delivered", after(door, 3)), id));
  }

  private void shift(String id) {
    Instant now = start.plusMillis(1 + random.nextLong(length.toMillis()));
    Place at = place(0.03);
    keep(new Event.CourierOnline(envelope(id + "-on", now), id, at));
    int pings = 20 + random.nextInt(200);
    for (int i = 0; i < pings; i++) {
      now = now.plusMillis(20_000 + random.nextLong(random.nextInt(30) == 0 ? 400_000 : 60_000));
      boolean stands = random.nextInt(4) == 0;
      double step = stands ? 0 : random.nextInt(40) == 0 ? 0.08 : 0.004;
      at =
          new Place(
              at.lat() + step * (random.nextDouble() - 0.5), at.lon() + step * random.nextDouble());
      keep(new Event.CourierLocation(envelope(id + "-l" + i, now), id, at));
    }
    keep(new Event.CourierOffline(envelope(id + "-off", now.plusSeconds(30)), id));
  }

  // One event in 40 is lost at its source.
  private void keep(Event event) {
    if (random.nextInt(40) != 0) {
      events.add(event);
    }
  }

  private Instant after(Instant instant, int meanMinutes) {
    return instant.plusMillis(1 + random.nextLong(meanMinutes * 120_000L));
  }

  private Place place(double spread) {
    return new Place(
        CENTRE.lat() + spread * (random.nextDouble() - 0.5),
        CENTRE.lon() + spread * (random.nextDouble() - 0.5));
  }

  private static Event.Envelope envelope(String id, Instant time) {
    return new Event.Envelope(id, time, time, CITY);
  }

  /**
   * The same events as a careless network delivers them: some twice, each delayed by up to {@code
   * delay}, in the order received.
   */
  public static List<Event> faulty(List<Event> events, Duration delay, SplittableRandom random) {
    List<Event> received = new ArrayList<>();
    for (Event event : events) {
      received.add(delayed(event, delay, random));
      if (random.nextInt(20) == 0) {
        received.add(delayed(event, delay, random));
      }
    }
    received.sort(Comparator.comparing(event -> event.envelope().receivedAt()));
    return received;
  }

  /**
   * The same events as they come at worst, in the order received: one in ten twice, and one in ten
   * late, by minutes or by hours, some by more than the two days that journeys are kept; some from
   * clocks that run minutes ahead. Couriers' and restaurants' own signals are late by minutes only.
   */
  static List<Event> careless(List<Event> events, SplittableRandom random) {
    List<Event> received = new ArrayList<>();
    for (Event event : events) {
      received.add(late(event, random));
      if (random.nextInt(10) == 0) {
        received.add(late(event, random));
      }
    }
    received.sort(Comparator.comparing(event -> event.envelope().receivedAt()));
    return received;
  }

  private static Event late(Event event, SplittableRandom random) {
    if (event instanceof Event.RestaurantProfile) {
      return event;
    }
    Instant happened = event.envelope().eventTime();
    boolean ofOrder = event instanceof Event.OrderEvent;
    if (random.nextInt(50) == 0 && !(event instanceof Event.CourierUnassigned)) {
      return Received.at(event, happened.minusSeconds(60 + random.nextInt(600)));
    }
    Duration delay =
        switch (random.nextInt(200)) {
          case 0 -> Duration.ofHours(ofOrder ? 40 + random.nextInt(20) : 0);
          case 1, 2, 3, 4, 5 -> Duration.ofMinutes(ofOrder ? random.nextInt(9 * 60) : 6);
          case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ->
              Duration.ofMinutes(ofOrder ? random.nextInt(30) : random.nextInt(4));
          default -> Duration.ZERO;
        };
    return Received.at(event, happened.plus(delay).plusMillis(random.nextLong(100_000)));
  }

  private static Event delayed(Event event, Duration delay, SplittableRandom random) {
    // What a restaurant is known by must be there before its first order.
    return event instanceof Event.RestaurantProfile
        ? event
        : Received.at(
            event, event.envelope().eventTime().plusMillis(random.nextLong(delay.toMillis())));
  }
}
