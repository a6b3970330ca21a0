package io.tiffin.serving;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.CatalogueFile;
import io.tiffin.feature.yaml.CatalogueReader;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small catalogue over an in-memory store, with an instant that stands still. */
final class ServingFixture {

  static final Instant NOW = Instant.parse("2026-11-22T18:05:00Z");
  static final City BERLIN =
      new City("berlin", new Place(52.52, 13.405), ZoneId.of("Europe/Berlin"));
  static final City PARIS = new City("paris", new Place(48.86, 2.35), ZoneId.of("Europe/Paris"));
  static final Place KITCHEN = new Place(52.5163, 13.3777);
  static final Place DOOR = new Place(52.5205, 13.4095);

  private static final String YAML =
      """
      views:
        request:
          entity: request
          kind: request
          features:
            restaurant_id: {type: string, default: "", from: request, description: d}
            dropoff_zone: {type: string, default: "", from: request, description: d}
            hour_of_week: {type: int64, default: 0, from: request, description: d}
            holiday: {type: boolean, default: false, from: request, description: d}
            items_total: {type: int64, default: 3, from: request, description: d}
            distance_m: {type: double, unit: m, default: 2070, from: request, description: d}
            rain_mm: {type: double, unit: mm, default: 0, from: request, description: d}
            travel_naive_s: {type: double, unit: s, default: 390, expression: request.distance_m / zone_facts.speed_mps, description: d}
        restaurant_profile:
          entity: restaurant
          kind: loaded
          max-age: 30d
          features:
            lat: {type: double, default: none, description: d}
            lon: {type: double, default: none, description: d}
            time_zone: {type: string, default: none, description: d}
            city_id: {type: string, default: none, description: d}
            cuisine: {type: string, default: other, description: d}
        feed:
          entity: city
          kind: loaded
          max-age: 28d
          features:
            since_micros: {type: int64, default: none, description: d}
            watermark_micros: {type: int64, default: none, description: d}
        kitchen:
          entity: restaurant
          kind: loaded
          max-age: 1h
          features:
            prep_s: {type: double, unit: s, default: 900, parent: zone_facts.prep_s, description: d}
            stations: {type: int32, default: 2, description: d}
            prep_per_station_s: {type: double, unit: s, default: 450, expression: kitchen.prep_s / kitchen.stations, description: d}
        zone_facts:
          entity: courier_zone
          kind: loaded
          max-age: 1h
          features:
            prep_s: {type: double, unit: s, default: 800, parent: city_facts.prep_s, description: d}
            speed_mps: {type: double, unit: m/s, default: 5, description: d}
        city_facts:
          entity: city
          kind: loaded
          max-age: 1h
          features:
            prep_s: {type: double, unit: s, default: 700, description: d}
        live:
          entity: restaurant
          kind: event
          max-age: 5m
          features:
            placed_20m: {type: int64, unit: orders, default: 1, aggregate: count(order.placed) over 20m, description: d}
            prep_s_20m: {type: double, unit: s, default: 900, aggregate: mean(order.accepted -> order.ready) over 20m, at-least: 3, max-age: 40m, parent: zone_facts.prep_s, description: d}
      """;

  final Catalogue catalogue =
      new CatalogueReader().read(List.of(new CatalogueFile("test.yaml", YAML)));
  final InMemoryFeatureStore store = new InMemoryFeatureStore();
  final Zones zones = new Zones();
  final FakeTicker ticker = new FakeTicker();
  final Cities cities = new Cities(List.of(BERLIN));
  final FreshnessMeters freshness = new FreshnessMeters(catalogue, new SimpleMeterRegistry());
  final FeatureAssembly assembly =
      new FeatureAssembly(
          catalogue, store::find, zones, LocalCalendar.withBundledHolidays(), cities, freshness);
  final FeatureLookUp lookUp =
      new FeatureLookUp(catalogue, store::find, zones, cities, InstantSource.fixed(NOW));
  final FeatureWriter writer = new FeatureWriter(catalogue, store, InstantSource.fixed(NOW));

  FeatureAssembly assemblyFor(City... served) {
    return new FeatureAssembly(
        catalogue,
        store::find,
        zones,
        LocalCalendar.withBundledHolidays(),
        new Cities(List.of(served)),
        freshness);
  }

  Deadline deadline() {
    return Deadline.in(Duration.ofMillis(200), ticker);
  }

  /** Stores a row of a loaded view. */
  void load(String view, String entity, Instant eventTime, Map<String, Object> values) {
    FeatureView declared = catalogue.view(view).orElseThrow();
    RowCodec codec = RowCodec.of(declared);
    @Nullable Object[] packed =
        declared.features().stream()
            .filter(feature -> feature.origin() instanceof io.tiffin.feature.Origin.Load)
            .map(feature -> values.get(feature.name().feature()))
            .toArray();
    long micros = Instants.micros(eventTime);
    put(new Row(new RowKey(view, entity), micros, micros, codec.write(packed)));
  }

  void put(Row row) {
    var _ = store.put(List.of(row), deadline());
  }

  /** Stores the profile of a restaurant in Berlin. */
  void profile(String restaurantId) {
    load(
        "restaurant_profile",
        restaurantId,
        NOW.minus(Duration.ofDays(1)),
        Map.of(
            "lat", KITCHEN.lat(),
            "lon", KITCHEN.lon(),
            "time_zone", "Europe/Berlin",
            "city_id", "berlin",
            "cuisine", "thai"));
  }

  void feed(Instant since, Instant watermark) {
    load(
        "feed",
        "berlin",
        watermark,
        Map.of(
            "since_micros", Instants.micros(since),
            "watermark_micros", Instants.micros(watermark)));
  }

  FeatureRequest order(String restaurantId) {
    return new FeatureRequest(restaurantId, DOOR, NOW, NOW, 4, 2, 2300L, Map.of(), null);
  }

  FeatureRequest order(String restaurantId, Map<FeatureName, Object> given) {
    return new FeatureRequest(restaurantId, DOOR, NOW, NOW, 4, 2, 2300L, given, null);
  }

  /** The vector of one order over these features. */
  FeatureVector assemble(FeatureRequest order, String... features) {
    FeaturePlan plan = plan(features);
    return assembly.assemble(plan, List.of(order), deadline()).getFirst();
  }

  FeaturePlan plan(String... features) {
    return assembly.plan(java.util.Arrays.stream(features).map(FeatureName::parse).toList());
  }
}
