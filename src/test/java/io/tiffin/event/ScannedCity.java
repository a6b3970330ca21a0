package io.tiffin.event;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import io.tiffin.window.ScannedWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The obvious implementation of journeys: takes all events received so far, drops copies, and lists
 * what each order and courier contributes.
 */
final class ScannedCity {

  private final Catalogue catalogue;
  private final Zones zones;
  private final Map<RowKey, ScannedWindow> windows =
      new TreeMap<>(Comparator.comparing(RowKey::toString));
  private final Map<String, Event.RestaurantProfile> profiles = new HashMap<>();

  ScannedCity(Catalogue catalogue, Zones zones, List<Event> received) {
    this.catalogue = catalogue;
    this.zones = zones;
    List<Event> events = withoutCopies(received);
    of(events, Event.RestaurantProfile.class)
        .forEach(profile -> profiles.put(profile.restaurantId(), profile));
    Map<String, List<Event.OrderEvent>> orders = new HashMap<>();
    of(events, Event.OrderEvent.class)
        .forEach(
            event -> orders.computeIfAbsent(event.orderId(), id -> new ArrayList<>()).add(event));
    orders.values().forEach(this::scanOrder);
    Map<String, List<Event.CourierEvent>> couriers = new HashMap<>();
    of(events, Event.CourierEvent.class)
        .forEach(event ->
            couriers.computeIfAbsent(event.courierId(), id -> new ArrayList<>()).add(event));
    couriers.values().forEach(this::scanCourier);
  }

  /** Every row that anything counts for. */
  Set<RowKey> keys() {
    return windows.keySet();
  }

  double value(RowKey key, Feature feature, Instant instant) {
    Aggregate aggregate = ((Origin.Aggregated) feature.origin()).aggregate();
    return windows.get(key).value(aggregate, micros(instant));
  }

  private static List<Event> withoutCopies(List<Event> received) {
    Set<String> seen = new HashSet<>();
    return received.stream()
        .filter(event -> seen.add(event.envelope().eventId().replace("'", "")))
        .toList();
  }

  private static <E extends Event> Stream<E> of(List<Event> events, Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }

  private void scanOrder(List<Event.OrderEvent> events) {
    Map<EventType, Instant> stages = new EnumMap<>(EventType.class);
    Map<String, Instant> assigned = new HashMap<>();
    Map<String, Instant> handedBack = new HashMap<>();
    Event.OrderPlaced placed = null;
    for (Event.OrderEvent event : events) {
      switch (event) {
        case Event.CourierAssigned it -> assigned.put(it.courierId(), time(it));
        case Event.CourierUnassigned it -> handedBack.put(it.courierId(), time(it));
        default -> stages.put(EventType.of(event), time(event));
      }
      if (event instanceof Event.OrderPlaced it) {
        placed = it;
      }
    }
    // Who gave the order back without ever having been seen to take it gave it back all the same.
    Predicate<String> keeps =
        courier ->
            !handedBack.containsKey(courier)
                || assigned.get(courier).isAfter(handedBack.get(courier));
    assigned.keySet().stream()
        .filter(keeps)
        .map(assigned::get)
        .max(Comparator.naturalOrder())
        .ifPresent(latest -> stages.put(EventType.COURIER_ASSIGNED, latest));
    if (!stages.containsKey(EventType.COURIER_ASSIGNED) && !handedBack.isEmpty()) {
      stages.put(EventType.COURIER_UNASSIGNED, handedBack.values().iterator().next());
    }
    if (placed != null) {
      countOrder(placed, stages);
    }
  }

  private void countOrder(Event.OrderPlaced placed, Map<EventType, Instant> stages) {
    Map<EntityType, String> entities = entities(placed);
    double distance = distance(placed);
    forEachObservation((view, observation) -> {
      String key = entities.get(view.entity());
      Instant at = at(observation, stages);
      if (key == null || at == null || isCourier(observation)) {
        return;
      }
      long amount = amount(observation, placed, stages, distance);
      if (amount >= 0) {
        add(view, key, observation, at, amount);
      }
    });
  }

  private static boolean isCourier(Observation observation) {
    return observation instanceof Observation.Field(String type, String ignored)
        && type.equals("courier.location");
  }

  private static Instant at(Observation observation, Map<EventType, Instant> stages) {
    return switch (observation) {
      case Observation.Occurrence(String type) -> stages.get(stage(type));
      case Observation.Field(String type, String ignored) -> stages.get(stage(type));
      case Observation.Between(String from, String to) ->
          stages.containsKey(stage(from)) ? stages.get(stage(to)) : null;
      case Observation.Open open -> {
        boolean closed =
            stages.containsKey(EventType.ORDER_DELIVERED)
                || stages.containsKey(EventType.ORDER_CANCELLED)
                || open.closedBy().stream().anyMatch(type -> stages.containsKey(stage(type)));
        yield closed ? null : stages.get(stage(open.openedBy().getFirst()));
      }
    };
  }

  private static EventType stage(String wireName) {
    return Stream.of(EventType.values())
        .filter(type -> type.wireName().equals(wireName))
        .findAny()
        .orElseThrow();
  }

  // Negative for what must not count.
  private static long amount(
      Observation observation,
      Event.OrderPlaced placed,
      Map<EventType, Instant> stages,
      double distance) {
    return switch (observation) {
      case Observation.Occurrence ignored -> 1;
      case Observation.Between(String from, String to) ->
          duration(stages.get(stage(from)), stages.get(stage(to)));
      case Observation.Open open ->
          open.amountField() == null ? 1 : placed.itemsTotal() * 1_000_000L;
      case Observation.Field ignored -> {
        Instant pickedUp = stages.get(EventType.ORDER_PICKED_UP);
        Instant arrived =
            stages.getOrDefault(
                EventType.COURIER_ARRIVED_DROPOFF, stages.get(EventType.ORDER_DELIVERED));
        long millis = pickedUp == null || !(distance >= 50) ? -1 : duration(pickedUp, arrived);
        yield millis < 0 ? -1 : Math.round(millis / 1e3 / distance * 1e6);
      }
    };
  }

  private static long duration(Instant from, Instant to) {
    Duration between = Duration.between(from, to);
    return between.isNegative() || between.compareTo(Duration.ofHours(6)) > 0
        ? -1
        : between.toMillis();
  }

  private Map<EntityType, String> entities(Event.OrderPlaced placed) {
    Map<EntityType, String> keys = new EnumMap<>(EntityType.class);
    keys.put(EntityType.RESTAURANT, placed.restaurantId());
    keys.put(EntityType.CITY, SampleCity.CITY);
    Event.RestaurantProfile profile = profiles.get(placed.restaurantId());
    if (profile != null) {
      ZonedDateTime local = time(placed).atZone(profile.timeZone());
      int hour = (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
      keys.put(EntityType.RESTAURANT_HOUR, placed.restaurantId() + "@" + hour);
      keys.put(EntityType.COURIER_ZONE, zones.courierZone(profile.place()));
    }
    if (placed.dropoff() != null) {
      keys.put(EntityType.DROPOFF_ZONE, zones.dropoffZone(placed.dropoff()));
      keys.put(EntityType.DROPOFF_AREA, zones.courierZone(placed.dropoff()));
    }
    return keys;
  }

  private double distance(Event.OrderPlaced placed) {
    Event.RestaurantProfile profile = profiles.get(placed.restaurantId());
    return profile == null || placed.dropoff() == null
        ? Double.NaN
        : profile.place().metresTo(placed.dropoff()) * 1.3;
  }

  private void scanCourier(List<Event.CourierEvent> unordered) {
    List<Event.CourierEvent> events =
        unordered.stream().sorted(Comparator.comparing(ScannedCity::time)).toList();
    forEachObservation((view, observation) -> {
      if (isCourier(observation)) {
        for (int i = 1; i < events.size(); i++) {
          addSpeed(view, observation, events.get(i - 1), events.get(i));
        }
      }
      if (observation instanceof Observation.Open open
          && open.openedBy().contains("courier.online")
          && !(events.getLast() instanceof Event.CourierOffline)) {
        Event.CourierEvent last = events.getLast();
        add(view, courierKey(view, last), observation, time(last), 1);
      }
    });
  }

  private void addSpeed(
      FeatureView view, Observation observation, Event.CourierEvent from, Event.CourierEvent to) {
    Place start = place(from);
    Place end = place(to);
    double seconds = Duration.between(time(from), time(to)).toMillis() / 1e3;
    if (start == null || end == null || seconds == 0 || seconds > 180) {
      return;
    }
    double speed = start.metresTo(end) / seconds;
    if (speed >= 0.5 && speed <= 25) {
      add(view, courierKey(view, to), observation, time(to), Math.round(speed * 1e6));
    }
  }

  private String courierKey(FeatureView view, Event.CourierEvent event) {
    return view.entity() == EntityType.CITY ? SampleCity.CITY : zones.courierZone(place(event));
  }

  private static Place place(Event.CourierEvent event) {
    return switch (event) {
      case Event.CourierOnline it -> it.place();
      case Event.CourierLocation it -> it.place();
      case Event.CourierOffline ignored -> null;
    };
  }

  private void add(FeatureView view, String key, Observation observation, Instant at, long amount) {
    windows
        .computeIfAbsent(new RowKey(view.name(), key), ignored -> new ScannedWindow())
        .add(observation, micros(at), amount);
  }

  private interface Counting {
    void count(FeatureView view, Observation observation);
  }

  private void forEachObservation(Counting counting) {
    for (FeatureView view : catalogue.views()) {
      if (view.kind() == ViewKind.EVENT) {
        Set<Observation> observations = new HashSet<>();
        for (Feature feature : view.features()) {
          if (feature.origin() instanceof Origin.Aggregated(Aggregate aggregate)) {
            observations.add(aggregate.observation());
            if (aggregate.denominator() != null) {
              observations.add(aggregate.denominator());
            }
          }
        }
        observations.forEach(observation -> counting.count(view, observation));
      }
    }
  }

  private static Instant time(Event event) {
    return event.envelope().eventTime();
  }

  private static long micros(Instant instant) {
    return instant.toEpochMilli() * 1_000;
  }
}
