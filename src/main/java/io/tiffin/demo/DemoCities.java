package io.tiffin.demo;

import io.tiffin.event.Event;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.SimulatedCity;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/** Builds the demo's city of the present and that of its past, which have the same restaurants. */
final class DemoCities {

  /**
   * Couriers' own events count in live windows only, the longest of which is an hour and its tile.
   */
  private static final Duration COURIERS_COUNT_FOR = Duration.ofMinutes(65);

  private final DemoProperties properties;
  private final LocalCalendar calendar;

  DemoCities(DemoProperties properties, LocalCalendar calendar) {
    this.properties = properties;
    this.calendar = calendar;
  }

  /** The city of the warm-up before {@code now}, as it goes on from there. */
  SimulatedCity present(Instant now) {
    SimulatedCity city = city(properties.present(), now.minus(properties.warmUp()));
    city.advanceTo(now, event -> {});
    return city;
  }

  /** What happened in {@link #present} before {@code now}. */
  Iterator<Event> warmUp(Instant now) {
    return new CityEvents(
        city(properties.present(), now.minus(properties.warmUp())),
        now.minus(COURIERS_COUNT_FOR),
        now);
  }

  /** What happened in weeks before that, and then in the warm-up. */
  Iterator<Event> history(Instant now) {
    Instant warmUp = now.minus(properties.warmUp());
    SimulatedCity past = city(properties.past(), now.minus(properties.history()));
    return new Chain(new CityEvents(past, warmUp, warmUp), warmUp(now));
  }

  private SimulatedCity city(CitySettings settings, Instant start) {
    return new SimulatedCity(settings, calendar, start);
  }

  private record Chain(Iterator<Event> first, Iterator<Event> second) implements Iterator<Event> {

    @Override
    public boolean hasNext() {
      return first.hasNext() || second.hasNext();
    }

    @Override
    public Event next() {
      return first.hasNext() ? first.next() : second.next();
    }
  }
}
