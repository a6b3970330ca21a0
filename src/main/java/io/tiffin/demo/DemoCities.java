package io.tiffin.demo;

import io.tiffin.batching.Ticker;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.SimulatedCity;
import io.tiffin.store.FeatureStore;
import java.time.Duration;
import java.time.Instant;

/** Builds the demo's city of the present and that of its past, which have the same restaurants. */
final class DemoCities {

  /**
   * Couriers' own events count in live windows only, the longest of which is an hour and its tile.
   */
  private static final Duration COURIERS_COUNT_FOR = Duration.ofMinutes(65);

  private final DemoProperties properties;
  private final Catalogue catalogue;
  private final FeatureStore store;
  private final Zones zones;
  private final LocalCalendar calendar;
  private final Ticker ticker;

  DemoCities(
      DemoProperties properties,
      Catalogue catalogue,
      FeatureStore store,
      Zones zones,
      LocalCalendar calendar,
      Ticker ticker) {
    this.properties = properties;
    this.catalogue = catalogue;
    this.store = store;
    this.zones = zones;
    this.calendar = calendar;
    this.ticker = ticker;
  }

  /**
   * The city of the warm-up before {@code now} and of whatever follows, which publishes to the
   * store.
   */
  DemoCity present(Instant now) {
    return new DemoCity(
        city(properties.present(), now.minus(properties.warmUp())),
        replay(),
        new RowPublisher(catalogue, store, ticker),
        now.minus(COURIERS_COUNT_FOR));
  }

  /** The city's history from its beginning to the warm-up before {@code now}. */
  History past(Instant now) {
    Instant begins = now.minus(properties.history());
    return new History(
        city(properties.past(), begins), replay(), begins, now.minus(properties.warmUp()));
  }

  private SimulatedCity city(CitySettings settings, Instant start) {
    return new SimulatedCity(settings, calendar, start);
  }

  private Replay replay() {
    return new Replay(catalogue, zones, finished -> {});
  }
}
