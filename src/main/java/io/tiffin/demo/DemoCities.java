package io.tiffin.demo;

import io.tiffin.batching.Ticker;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.SimulatedCity;
import io.tiffin.store.FeatureStore;
import java.time.Instant;

/** Builds the demo's city of the present and that of its past, which have the same restaurants. */
final class DemoCities {

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

  /** A city that begins at {@code start} and publishes to the store. */
  DemoCity present(Instant start) {
    RowPublisher publisher = new RowPublisher(catalogue, store, ticker);
    return new DemoCity(city(properties.present(), start), replay(), publisher);
  }

  /** The city's past from {@code start} on. */
  History past(Instant start) {
    return new History(city(properties.past(), start), replay());
  }

  private SimulatedCity city(CitySettings settings, Instant start) {
    return new SimulatedCity(settings, calendar, start);
  }

  private Replay replay() {
    return new Replay(catalogue, zones, finished -> {});
  }
}
