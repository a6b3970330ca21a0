package io.tiffin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Zones;
import io.tiffin.window.ReadOutcome;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The product's catalogue over seeded journeys with copies, delays and lost events, against {@link
 * ScannedCity}; over both changes of the clock.
 */
class ReplayOracleTests {

  private static final int ORDERS = 800 * Integer.getInteger("tiffin.test.scale", 1);
  private static final int CHECKS = 5;
  private static final Zones ZONES = new Zones();

  private final Catalogue catalogue = ProductCatalogue.read();

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z", "2026-06-16T09:00:00Z"})
  void everyFeatureEqualsARecountOfTheEventsReceivedSoFar(String start) {
    List<Event> events =
        new SampleCity(start.hashCode(), Instant.parse(start), Duration.ofHours(9))
            .events(10, 30, ORDERS);
    List<Event> received =
        SampleCity.faulty(events, Duration.ofSeconds(110), new SplittableRandom(3));
    Replay replay = new Replay(catalogue, ZONES, ignored -> {});

    for (int check = 1; check <= CHECKS; check++) {
      int from = received.size() * (check - 1) / CHECKS;
      int to = received.size() * check / CHECKS;
      received.subList(from, to).forEach(replay::accept);
      assertEqualsRecount(replay, received.subList(0, to));
    }

    assertThat(replay.counts().duplicates()).isEqualTo(received.size() - events.size());
    assertThat(replay.counts().accepted()).isEqualTo(events.size());
    assertThat(replay.counts().implausible()).isPositive();
    assertThat(replay.counts().late()).isZero();
    assertThat(replay.counts().lateContributions()).isZero();
  }

  // The control of the test above: it sees when a single order is missing.
  @Test
  void aRecountWithoutOneOrderDiffers() {
    List<Event> events =
        new SampleCity(5, Instant.parse("2026-06-16T09:00:00Z"), Duration.ofHours(2))
            .events(10, 30, 50);
    Replay replay = new Replay(catalogue, ZONES, ignored -> {});
    events.stream()
        .filter(event -> !(event instanceof Event.OrderPlaced it && it.orderId().equals("o-7")))
        .forEach(replay::accept);

    assertThatThrownBy(() -> assertEqualsRecount(replay, events))
        .isInstanceOf(AssertionError.class);
  }

  private void assertEqualsRecount(Replay replay, List<Event> received) {
    ScannedCity recount = new ScannedCity(catalogue, ZONES, received);
    Instant now = received.getLast().envelope().receivedAt();

    for (RowKey key : recount.keys()) {
      FeatureView view = catalogue.view(key.view()).orElseThrow();
      WindowSchema schema = WindowSchema.of(view);
      double[] values = new double[view.features().size()];
      long nowMicros = now.toEpochMilli() * 1_000;
      assertThat(schema.read(bodyOf(replay, key), nowMicros, values)).isEqualTo(ReadOutcome.READ);
      for (int i = 0; i < values.length; i++) {
        Feature feature = view.features().get(i);
        if (feature.origin() instanceof Origin.Aggregated(var aggregate)) {
          double expected = recount.value(key, feature, now);
          assertThat(values[i])
              .as("%s %s at %s", key, feature.name(), now)
              .isEqualTo(expected, within(tolerance(aggregate.function(), expected)));
        }
      }
    }
  }

  private static byte[] bodyOf(Replay replay, RowKey key) {
    return replay.body(key).orElseThrow(() -> new AssertionError("there is no row of " + key));
  }

  private static double tolerance(Function function, double expected) {
    if (Double.isNaN(expected)) {
      return 0;
    }
    return switch (function) {
      case QUANTILE -> 0.02 * expected;
      case EWMA -> 1e-9 * expected;
      default -> 0;
    };
  }
}
