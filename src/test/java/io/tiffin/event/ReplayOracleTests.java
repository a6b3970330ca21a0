package io.tiffin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.geo.Zones;
import io.tiffin.window.ReadOutcome;
import io.tiffin.window.ScannedWindow;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every aggregate for every entity over seeded journeys with copies, delays of seconds to days,
 * clocks that run ahead and lost events, against {@link ScannedCity}; over both changes of the
 * clock, in zones that are off by halves and quarters of an hour. At {@code tiffin.test.scale} 5
 * the three starts are a million events.
 */
class ReplayOracleTests {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);
  private static final int ORDERS = 1_000 * SCALE * SCALE;
  private static final int COURIERS = 40 * SCALE * SCALE;
  private static final int CHECKS = 5;
  private static final Zones ZONES = new Zones();

  private final Catalogue catalogue = EveryAggregate.catalogue();

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z", "2026-06-16T09:00:00Z"})
  void everyFeatureAndEveryCountEqualsARecountOfTheEventsReceivedSoFar(String start) {
    List<Event> received =
        SampleCity.careless(
            city(start, Duration.ofHours(9)).eventsAndPauses(10, COURIERS, ORDERS),
            new SplittableRandom(3));
    Replay replay = new Replay(catalogue, ZONES, ignored -> {});
    ScannedCity recount = new ScannedCity(catalogue, ZONES);

    for (int check = 1; check <= CHECKS; check++) {
      int from = received.size() * (check - 1) / CHECKS;
      int to = received.size() * check / CHECKS;
      for (Event event : received.subList(from, to)) {
        replay.accept(event);
        recount.accept(event);
      }
      assertEqualsRecount(replay, recount, received.get(to - 1).envelope().receivedAt());
      assertThat(replay.counts()).isEqualTo(recount.counts());
      assertThat(replay.feeds()).containsExactly(recount.feed());
    }

    // A million in all at scale 5.
    assertThat(received).hasSizeGreaterThan(13_340 * SCALE * SCALE);
    ReplayCounts counts = replay.counts();
    assertThat(counts.accepted() + counts.duplicates() + counts.late()).isEqualTo(received.size());
    assertThat(counts.duplicates()).isGreaterThan(received.size() / 20);
    assertThat(counts.late()).isPositive();
    assertThat(counts.lateContributions()).isPositive();
    assertThat(counts.clamped()).isPositive();
    assertThat(counts.implausible()).isPositive();
  }

  // The control of the test above: it sees when a single order is missing.
  @Test
  void aRecountWithoutOneOrderDiffers() {
    List<Event> events =
        city("2026-06-16T09:00:00Z", Duration.ofHours(2)).eventsAndPauses(10, 30, 50);
    Replay replay = new Replay(catalogue, ZONES, ignored -> {});
    ScannedCity recount = new ScannedCity(catalogue, ZONES);
    for (Event event : events) {
      recount.accept(event);
      if (!(event instanceof Event.OrderPlaced it && it.orderId().equals("o-7"))) {
        replay.accept(event);
      }
    }

    assertThatThrownBy(
            () -> assertEqualsRecount(replay, recount, events.getLast().envelope().receivedAt()))
        .isInstanceOf(AssertionError.class);
  }

  private static SampleCity city(String start, Duration length) {
    return new SampleCity(start.hashCode(), Instant.parse(start), length);
  }

  private void assertEqualsRecount(Replay replay, ScannedCity recount, Instant now) {
    Set<RowKey> changed = new HashSet<>(replay.drainChanged());
    for (FeatureView view : catalogue.views()) {
      if (view.kind() == ViewKind.EVENT) {
        Map<RowKey, ScannedWindow> windows = recount.windows(view);
        assertEqualsRecount(view, windows, replay, now);
        changed.removeAll(windows.keySet());
      }
    }
    assertThat(changed).as("rows that nothing counted for").isEmpty();
  }

  private static void assertEqualsRecount(
      FeatureView view, Map<RowKey, ScannedWindow> windows, Replay replay, Instant now) {
    WindowSchema schema = WindowSchema.of(view);
    double[] values = new double[view.features().size()];
    long nowMicros = now.toEpochMilli() * 1_000;
    windows.forEach((key, window) -> {
      assertThat(schema.read(bodyOf(replay, key), nowMicros, values)).isEqualTo(ReadOutcome.READ);
      for (int i = 0; i < values.length; i++) {
        Feature feature = view.features().get(i);
        if (feature.origin() instanceof Origin.Aggregated(Aggregate aggregate)) {
          double expected = window.value(aggregate, nowMicros);
          if (!equal(values[i], expected, aggregate.function())) {
            assertThat(values[i])
                .as("%s %s at %s", key, aggregate, now)
                .isEqualTo(expected, within(tolerance(aggregate.function(), expected)));
          }
        }
      }
    });
  }

  // Before AssertJ is asked, which is slow for millions of values.
  private static boolean equal(double value, double expected, Function function) {
    return Double.isNaN(expected)
        ? Double.isNaN(value)
        : Math.abs(value - expected) <= tolerance(function, expected);
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
