package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import io.tiffin.event.SampleCity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** A stream of events of which a tenth comes twice and a tenth comes late. */
final class EventStream {

  private static final Instant START = Instant.parse("2026-03-29T00:00:00Z");
  private static final Duration DELAY = Duration.ofMinutes(20);

  private EventStream() {}

  /** The stream of so many orders, about ten events each; the same for the same number. */
  static List<Event> of(int orders) {
    List<Event> events =
        new SampleCity(11, START, Duration.ofMinutes(60 + orders / 50L))
            .events(10 + orders / 200, 10 + orders / 100, orders);
    SplittableRandom random = new SplittableRandom(5);
    List<Event> stream = new ArrayList<>(events.size() * 12 / 10);
    for (Event event : events) {
      boolean late = random.nextInt(10) == 0;
      stream.addAll(SampleCity.faulty(List.of(event), late ? DELAY : SECOND, random));
      if (random.nextInt(20) == 0) { // one in twenty is repeated by the network already
        stream.addAll(SampleCity.faulty(List.of(event), DELAY, random));
      }
    }
    stream.sort(Comparator.comparing(event -> event.envelope().receivedAt()));
    return stream;
  }

  private static final Duration SECOND = Duration.ofSeconds(1);
}
