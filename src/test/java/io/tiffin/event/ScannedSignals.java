package io.tiffin.event;

import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.EntityType;
import io.tiffin.geo.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that one courier or restaurant has said of itself, listed anew at every signal. */
final class ScannedSignals {

  private static final long MINUTE_MICROS = 60_000_000L;
  private static final long LATE_MICROS = 2 * MINUTE_MICROS;
  private static final long GAP_MICROS = 3 * MINUTE_MICROS;
  private static final long REMEMBERED_MICROS = LATE_MICROS + GAP_MICROS;
  private static final Comparator<Said> BY_TIME =
      Comparator.comparingLong((Said said) -> said.micros).thenComparing(said -> said.type);

  /** One signal; no two are equal. */
  private static final class Said {
    final EventType type;
    final long micros;
    final Place place;
    final Map<EntityType, String> keys;

    Said(EventType type, long micros, Place place, Map<EntityType, String> keys) {
      this.type = type;
      this.micros = micros;
      this.place = place;
      this.keys = keys;
    }
  }

  /** From one signal to the next. */
  private record Way(Said from, Said to) {

    // NaN where the two say nothing about speed.
    double speed() {
      long gap = to.micros - from.micros;
      if (from.place == null || to.place == null || gap <= 0 || gap > GAP_MICROS) {
        return Double.NaN;
      }
      return from.place.metresTo(to.place) / (gap / 1e6);
    }
  }

  private final ScannedRestaurants restaurants;
  private final Collection<Observation> observations;
  private final List<Said> all = new ArrayList<>();

  private Map<Way, List<Counted>> ways = Map.of();
  private Map<Observation, Counted> open = Map.of();

  ScannedSignals(ScannedRestaurants restaurants, Collection<Observation> observations) {
    this.restaurants = restaurants;
    this.observations = observations;
  }

  Verdict accept(Event event, long micros, Changes changes) {
    EventType type = EventType.of(event);
    long newest = all.isEmpty() ? Long.MIN_VALUE + LATE_MICROS : all.getLast().micros;
    if (micros < newest - LATE_MICROS) {
      return Verdict.LATE;
    }
    if (all.stream().anyMatch(said -> said.type == type && said.micros == micros)) {
      return Verdict.DUPLICATE;
    }
    Said said = said(event, type, micros, newest);
    all.add(said);
    all.sort(BY_TIME);
    for (Observation observation : observations) {
      if (observation.equals(new Observation.Occurrence(type.wireName()))) {
        changes.come(new Counted(observation, said.keys, said.micros, 1));
      }
    }
    compareWays(changes);
    compareOpen(changes);
    return Verdict.RECORDED;
  }

  private Said said(Event event, EventType type, long micros, long newest) {
    return switch (event) {
      case Event.CourierOnline it ->
          new Said(type, micros, it.place(), restaurants.courierEntities(it.place()));
      case Event.CourierLocation it ->
          new Said(type, micros, it.place(), restaurants.courierEntities(it.place()));
      case Event.CourierOffline ignored ->
          new Said(type, micros, null, restaurants.courierEntities(lastPlace(micros, newest)));
      case Event.RestaurantEvent it ->
          new Said(type, micros, null, restaurants.entities(it.restaurantId()));
      case Event.OrderEvent it -> throw new IllegalArgumentException(it.type());
    };
  }

  private Place lastPlace(long micros, long newest) {
    return all.stream()
        .filter(said -> said.place != null && said.micros <= micros)
        .filter(said -> said.micros >= newest - REMEMBERED_MICROS)
        .reduce((earlier, later) -> later)
        .map(said -> said.place)
        .orElse(null);
  }

  private void compareWays(Changes changes) {
    Map<Way, List<Counted>> now = new LinkedHashMap<>();
    for (int i = 1; i < all.size(); i++) {
      Way way = new Way(all.get(i - 1), all.get(i));
      List<Counted> before = ways.get(way);
      now.put(way, before != null ? before : speeds(way));
    }
    ways.forEach((way, speeds) -> {
      if (!now.containsKey(way)) {
        speeds.forEach(changes::gone);
      }
    });
    now.forEach((way, speeds) -> {
      if (!ways.containsKey(way)) {
        speeds.forEach(changes::come);
      }
    });
    ways = now;
  }

  private List<Counted> speeds(Way way) {
    double speed = way.speed();
    if (Double.isNaN(speed) || speed < 0.5) {
      return List.of();
    }
    return observations.stream()
        .filter(one -> one instanceof Observation.Field it && it.field().equals("speedMps"))
        .map(one ->
            speed > 25
                ? Counted.implausible(one)
                : new Counted(one, way.to.keys, way.to.micros, Math.round(speed * 1e6)))
        .toList();
  }

  private void compareOpen(Changes changes) {
    Map<Observation, Counted> now = new HashMap<>();
    for (Observation observation : observations) {
      if (observation instanceof Observation.Open it) {
        Counted was = open.get(it);
        Counted is = open(it);
        if (was != null && !was.isSameAs(is)) {
          changes.gone(was);
        }
        if (is != null && !is.isSameAs(was)) {
          changes.come(is);
        }
        now.put(it, is != null && is.isSameAs(was) ? was : is);
      }
    }
    open = now;
  }

  private Counted open(Observation.Open it) {
    Said opened = last(it.openedBy());
    Said closed = last(it.closedBy());
    if (opened == null || (closed != null && closed.micros >= opened.micros)) {
      return null;
    }
    long minute = Math.floorDiv(opened.micros, MINUTE_MICROS) * MINUTE_MICROS;
    return new Counted(it, opened.keys, minute, 1);
  }

  private Said last(List<String> types) {
    return all.stream()
        .filter(said -> types.contains(said.type.wireName()))
        .reduce((earlier, later) -> later)
        .orElse(null);
  }
}
