package io.tiffin.event;

import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.geo.Zones;
import io.tiffin.window.ScannedWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The obvious implementation of the events' rules: at every event it lists anew all that its order,
 * courier or restaurant is seen to have done, keeps every observation for ever, and counts what
 * came too late by comparing the two lists.
 */
final class ScannedCity implements Changes {

  private static final long HORIZON_MICROS = Duration.ofDays(2).toNanos() / 1_000;
  private static final long AHEAD_MICROS = Duration.ofMinutes(2).toNanos() / 1_000;
  private static final long KEPT_BEYOND_MICROS = Duration.ofMinutes(5).toNanos() / 1_000;

  /** Where an observation counts, and what is kept of it there: the longest window of each sort. */
  private record Place(FeatureView view, Map<String, Aggregate> kept) {}

  private record Begun<S>(S subject, long micros) {}

  private final Map<Observation, List<Place>> places = new LinkedHashMap<>();
  private final Map<Observation, List<Counted>> counted = new HashMap<>();
  private final ScannedRestaurants restaurants;
  private final Map<String, Begun<ScannedOrder>> orders = new HashMap<>();
  private final Map<String, Begun<ScannedSignals>> couriers = new HashMap<>();
  private final Map<String, Begun<ScannedSignals>> signals = new HashMap<>();
  private final Map<Verdict, Long> verdicts = new TreeMap<>();
  private long nowMicros = Long.MIN_VALUE;
  private long lateContributions;
  private long clamped;
  private long implausible;
  private long number;
  private long sinceMicros;
  private long watermarkMicros = Long.MIN_VALUE;

  ScannedCity(Catalogue catalogue, Zones zones) {
    restaurants = new ScannedRestaurants(zones);
    for (FeatureView view : catalogue.views()) {
      if (view.kind() == ViewKind.EVENT) {
        view.features().forEach(feature -> collect(view, feature));
      }
    }
  }

  private void collect(FeatureView view, Feature feature) {
    if (feature.origin() instanceof Origin.Aggregated(Aggregate aggregate)) {
      collect(view, aggregate, aggregate.observation());
      if (aggregate.denominator() != null) {
        collect(view, aggregate, aggregate.denominator());
      }
    }
  }

  private void collect(FeatureView view, Aggregate aggregate, Observation observation) {
    List<Place> all = places.computeIfAbsent(observation, ignored -> new ArrayList<>());
    Place place =
        all.stream()
            .filter(one -> one.view.equals(view))
            .findAny()
            .orElseGet(() -> {
              all.add(new Place(view, new HashMap<>()));
              return all.getLast();
            });
    place.kept.merge(
        sortOf(aggregate.function()),
        aggregate,
        (one, other) -> one.window().compareTo(other.window()) < 0 ? other : one);
  }

  private static String sortOf(Function function) {
    return switch (function) {
      case COUNT, RATIO -> "number";
      case SUM, MEAN, EWMA -> "number and sum";
      case OPEN, MIN, MAX, QUANTILE, LAST -> function.name();
    };
  }

  void accept(Event event) {
    Event.Envelope envelope = event.envelope();
    long received = micros(envelope.receivedAt());
    long micros = micros(envelope.eventTime());
    if (micros > received + AHEAD_MICROS) {
      micros = received;
      clamped++;
    }
    sinceMicros = watermarkMicros == Long.MIN_VALUE ? received : sinceMicros;
    watermarkMicros = Math.max(watermarkMicros, Math.min(micros, received));
    nowMicros = Math.max(nowMicros, received);
    Verdict verdict =
        micros < nowMicros - HORIZON_MICROS ? Verdict.LATE : acceptInTime(event, micros);
    verdicts.merge(verdict, 1L, Long::sum);
  }

  private Verdict acceptInTime(Event event, long micros) {
    return switch (event) {
      case Event.OrderEvent it -> {
        Begun<ScannedOrder> known = orders.get(it.orderId());
        if (known == null || known.micros < nowMicros - HORIZON_MICROS) {
          known = new Begun<>(new ScannedOrder(restaurants, places.keySet()), nowMicros);
          orders.put(it.orderId(), known);
        }
        yield known.subject.accept(it, micros, this);
      }
      case Event.CourierEvent it -> renewed(couriers, it.courierId()).accept(it, micros, this);
      case Event.RestaurantEvent it -> {
        restaurants.learn(it);
        yield renewed(signals, it.restaurantId()).accept(it, micros, this);
      }
    };
  }

  private ScannedSignals renewed(Map<String, Begun<ScannedSignals>> of, String subject) {
    Begun<ScannedSignals> known = of.get(subject);
    boolean forgotten = known == null || known.micros < nowMicros - HORIZON_MICROS;
    ScannedSignals found =
        forgotten ? new ScannedSignals(restaurants, places.keySet()) : known.subject;
    of.put(subject, new Begun<>(found, nowMicros));
    return found;
  }

  @Override
  public void gone(Counted was) {
    if (was.isBelieved()) {
      was.gone(number++);
    }
  }

  @Override
  public void come(Counted is) {
    if (!is.isBelieved()) {
      implausible++;
      return;
    }
    is.come(number++);
    counted.computeIfAbsent(is.observation(), ignored -> new ArrayList<>()).add(is);
    for (Place place : places.get(is.observation())) {
      if (is.entities().containsKey(place.view.entity())) {
        lateContributions +=
            place.kept.values().stream().filter(kept -> isTooLate(is, kept)).count();
      }
    }
  }

  private boolean isTooLate(Counted is, Aggregate kept) {
    long tile = kept.tile().toNanos() / 1_000;
    long tiles =
        Math.ceilDiv(kept.window().toNanos() / 1_000, tile)
            + Math.ceilDiv(KEPT_BEYOND_MICROS, tile);
    return Math.floorDiv(is.micros(), tile) < Math.floorDiv(nowMicros, tile) - tiles;
  }

  /** The windows of every row of a view that anything ever counted for. */
  Map<RowKey, ScannedWindow> windows(FeatureView view) {
    Map<RowKey, ScannedWindow> windows = new HashMap<>();
    places.forEach((observation, counting) -> {
      if (counting.stream().anyMatch(place -> place.view.equals(view))) {
        for (Counted each : counted.getOrDefault(observation, List.of())) {
          String entity = each.entities().get(view.entity());
          if (entity != null) {
            windows
                .computeIfAbsent(new RowKey(view.name(), entity), key -> new ScannedWindow())
                .add(observation, each.seen());
          }
        }
      }
    });
    return windows;
  }

  ReplayCounts counts() {
    return new ReplayCounts(
        verdicts.getOrDefault(Verdict.RECORDED, 0L),
        verdicts.getOrDefault(Verdict.DUPLICATE, 0L),
        verdicts.getOrDefault(Verdict.LATE, 0L),
        lateContributions,
        clamped,
        implausible);
  }

  Feed feed() {
    return new Feed(SampleCity.CITY, sinceMicros, watermarkMicros);
  }

  private static long micros(Instant instant) {
    return instant.toEpochMilli() * 1_000;
  }
}
