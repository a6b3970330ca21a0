package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import io.tiffin.event.SampleCity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Some hours of a city as a careless network delivers them. Profiles come apart: everybody must
 * have them before the first order.
 */
record SampleEventsOfCity(List<Event> profiles, List<Event> others, List<Event> all) {

  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  static SampleEventsOfCity of(long seed, int restaurants, int couriers, int orders) {
    List<Event> all =
        SampleCity.faulty(
            new SampleCity(seed, START, Duration.ofHours(3)).events(restaurants, couriers, orders),
            Duration.ofMinutes(20),
            new SplittableRandom(seed));
    return new SampleEventsOfCity(
        all.stream().filter(SampleEventsOfCity::isProfile).toList(),
        all.stream().filter(event -> !isProfile(event)).toList(),
        all);
  }

  private static boolean isProfile(Event event) {
    return event instanceof Event.RestaurantProfile;
  }
}
