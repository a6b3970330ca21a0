package io.tiffin.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.RowKey;
import io.tiffin.window.ScannedWindow.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Window state against {@link ScannedWindow}, over seeded random contributions that are late,
 * reordered and taken back.
 */
class WindowOracleTests {

  private static final int CONTRIBUTIONS = 100_000 * Integer.getInteger("tiffin.test.scale", 1);
  private static final int READ_EVERY = 500;
  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final long MINUTE_MICROS = 60_000_000L;
  private static final RowKey KEY = new RowKey("sample", "r-1");

  private final FeatureView view = SampleView.everyFunction();
  private final WindowSchema schema = WindowSchema.of(view);
  private final SplittableRandom random = new SplittableRandom(20_260_314);
  private final ScannedWindow oracle = new ScannedWindow();
  private final List<Opened> open = new ArrayList<>();
  private long number;

  private record Opened(Contribution contribution, Seen seen) {}

  @Test
  void everyAggregateEqualsAScanOfAllContributions() {
    byte[] body = schema.empty().encode(START_MICROS);
    WindowState state = decode(body);
    long receivedAt = START_MICROS;

    for (int i = 0; i < CONTRIBUTIONS; i++) {
      receivedAt += random.nextLong(2 * MINUTE_MICROS / 3);
      contribute(state, receivedAt);
      if (i % READ_EVERY == READ_EVERY - 1) {
        body = state.encode(receivedAt);
        assertEqualsScan(body, receivedAt + random.nextLong(3 * MINUTE_MICROS));
        state = decode(body);
      }
    }

    assertThat(body.length).isLessThan(40_000);
  }

  private WindowState decode(byte[] body) {
    return ((DecodedState.Decoded) schema.decode(body)).state();
  }

  private void contribute(WindowState state, long receivedAt) {
    Accumulator accumulator =
        schema.accumulators().get(random.nextInt(schema.accumulators().size()));
    if (accumulator.kind() == Accumulator.Kind.OPEN && random.nextInt(100) < 48) {
      close(state, receivedAt);
      return;
    }
    long at = receivedAt - lateness();
    long amount = amount(accumulator.observation());
    // Accumulators over one observation see the same observations, as they do behind real events.
    for (Accumulator each : schema.accumulators()) {
      if (each.observation().equals(accumulator.observation())) {
        state.apply(new Contribution(KEY, each.id(), at, amount, 1), receivedAt);
      }
    }
    Seen seen = new Seen(at, amount, number++);
    oracle.add(accumulator.observation(), seen);
    if (accumulator.kind() == Accumulator.Kind.OPEN) {
      open.add(new Opened(new Contribution(KEY, accumulator.id(), at, amount, 1), seen));
    }
  }

  private void close(WindowState state, long receivedAt) {
    if (!open.isEmpty()) {
      Opened opened = open.remove(random.nextInt(open.size()));
      state.apply(opened.contribution.negated(), receivedAt);
      opened.seen.takeBack(number++);
    }
  }

  private long lateness() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextLong(50 * 60 * MINUTE_MICROS);
      case 1, 2 -> random.nextLong(30 * MINUTE_MICROS);
      case 3 -> -random.nextLong(2 * MINUTE_MICROS);
      default -> random.nextLong(MINUTE_MICROS);
    };
  }

  private long amount(Observation observation) {
    return switch (observation) {
      case Observation.Between ignored -> Math.round(Math.exp(13.7 + random.nextGaussian()));
      case Observation.Field ignored -> random.nextLong(10_000) * 1_000_000;
      case Observation.Occurrence ignored -> 1;
      case Observation.Open ignored -> 1;
    };
  }

  private void assertEqualsScan(byte[] body, long instantMicros) {
    double[] values = new double[view.features().size()];

    assertThat(schema.read(body, instantMicros, values)).isEqualTo(ReadOutcome.READ);

    for (int i = 0; i < values.length; i++) {
      Feature feature = view.features().get(i);
      Aggregate aggregate = ((Origin.Aggregated) feature.origin()).aggregate();
      double expected = oracle.value(aggregate, instantMicros);
      double tolerance = tolerance(aggregate.function(), expected);
      assertThat(values[i]).as(aggregate.toString()).isEqualTo(expected, within(tolerance));
    }
  }

  private static double tolerance(Function function, double expected) {
    if (Double.isNaN(expected)) {
      return 0;
    }
    return switch (function) {
      case QUANTILE -> 0.02 * expected;
      case EWMA -> 1e-9 * expected; // the same numbers added in another order
      default -> 0;
    };
  }
}
