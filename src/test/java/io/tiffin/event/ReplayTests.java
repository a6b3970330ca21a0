package io.tiffin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayTests {

  private static final Instant SUNDAY_OF_SPRING = Instant.parse("2026-03-29T00:00:00Z");
  private static final Zones ZONES = new Zones();

  private final Catalogue catalogue = ProductCatalogue.read();

  @Test
  void eventsShuffledWithinTheAllowedLatenessLeaveBitEqualRows() {
    List<Event> events =
        new SampleCity(7, SUNDAY_OF_SPRING, Duration.ofHours(6)).events(8, 20, 600);
    Duration delay = Duration.ofSeconds(110);
    List<Event> once = SampleCity.faulty(events, delay, new SplittableRandom(1));
    List<Event> again = SampleCity.faulty(events, delay, new SplittableRandom(2));

    Map<String, List<Byte>> rows = rowsAfter(once);

    assertThat(rows).hasSizeGreaterThan(100);
    assertThat(rowsAfter(again)).isEqualTo(rows);
    assertThat(rowsAfter(events)).isEqualTo(rows);
  }

  // Rows that hold nothing count as absent: which of them came to be depends on the way there.
  private Map<String, List<Byte>> rowsAfter(List<Event> events) {
    Replay replay = new Replay(catalogue, ZONES, ignored -> {});
    events.forEach(replay::accept);
    Instant end = SUNDAY_OF_SPRING.plus(Duration.ofHours(12));
    Event.Envelope last = new Event.Envelope("last", end, end, SampleCity.CITY);
    replay.accept(new Event.RestaurantResumed(last, "r-0"));
    Map<String, List<Byte>> rows = new TreeMap<>();
    for (RowKey key : replay.drainChanged()) {
      byte[] body = replay.body(key).orElseThrow();
      if (body.length > 2) {
        rows.put(key.toString(), boxed(body));
      }
    }
    return rows;
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> all = new ArrayList<>();
    for (byte one : bytes) {
      all.add(one);
    }
    return all;
  }
}
