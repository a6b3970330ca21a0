package io.tiffin.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowStateTests {

  private static final RowKey KEY = new RowKey("sample", "r-1");
  private static final long MINUTE = 60_000_000L;
  private static final long NOON = 1_790_000_000_000_000L / MINUTE * MINUTE;

  /**
   * Two tiles of every accumulator of {@link SampleView#everyFunction()}. Rows in stores are read
   * by these bytes: never change them.
   */
  private static final String GOLDEN =
      "0201128d227a0c01dac30203d80a02130204022a1358d00802eae1b91c0203043a273a5f0802eae1"
          + "b91c02030465c52a8a0d02eae1b91ce0c65b03c0e1980270466db20f02eae1b91c02e0c65b030480"
          + "be9201747ef8520f02eae1b91c02e0c65b0304c0e19802a4d8a9241002eae1b91c01d80a020302fe"
          + "0a020402c2252f460901dac30206a0a8f402ecc664530f02eae1b91c02e0c65b0304c0e19802ecfa"
          + "5f410f02eae1b91c02e0c65b0304c0a38601fc0127fc0880cca58fdbffad06";

  private static final Aggregate PLACED_5M =
      SampleView.of(Function.COUNT, SampleView.PLACED, Duration.ofMinutes(5));
  private static final Aggregate PLACED_60M =
      SampleView.of(Function.COUNT, SampleView.PLACED, Duration.ofMinutes(60));
  private static final Aggregate PREP_20M =
      SampleView.of(
          Function.MEAN, SampleView.PREP, null, Duration.ofMinutes(20), SampleView.MINUTE, 3);

  @Test
  void bytesAreAsTheyHaveAlwaysBeen() {
    WindowSchema schema = WindowSchema.of(SampleView.everyFunction());
    WindowState state = schema.empty();
    for (Accumulator accumulator : schema.accumulators()) {
      state.apply(contribution(accumulator, NOON, 750_000, 1), NOON);
      state.apply(contribution(accumulator, NOON - 3 * MINUTE, 1_200_000, 1), NOON);
      state.apply(contribution(accumulator, NOON - 3 * MINUTE, 1_100_000, 1), NOON);
    }

    assertThat(HexFormat.of().formatHex(state.encode(NOON))).isEqualTo(GOLDEN);
  }

  @Test
  void featuresOverTheSameObservationShareOneSeries() {
    WindowSchema schema = WindowSchema.of(SampleView.of(PLACED_5M, PLACED_60M, PREP_20M));

    assertThat(schema.accumulators())
        .extracting(Accumulator::kind)
        .containsExactlyInAnyOrder(Accumulator.Kind.COUNT, Accumulator.Kind.SUM);
  }

  @Test
  void aWindowReachesFromItsLengthBeforeTheTileOfTheInstantToThatTile() {
    FeatureView view = SampleView.of(PLACED_5M);
    byte[] body = bodyOf(view, NOON, NOON + MINUTE);

    assertThat(values(view, body, NOON - 1)).containsExactly(0);
    assertThat(values(view, body, NOON)).containsExactly(1);
    assertThat(values(view, body, NOON + MINUTE)).containsExactly(2);
    assertThat(values(view, body, NOON + 6 * MINUTE - 1)).containsExactly(2);
    assertThat(values(view, body, NOON + 6 * MINUTE)).containsExactly(1);
    assertThat(values(view, body, NOON + 7 * MINUTE)).containsExactly(0);
  }

  @Test
  void fewerObservationsThanNeededAreMissing() {
    FeatureView view = SampleView.of(PREP_20M);

    assertThat(values(view, bodyOf(view, NOON, NOON), NOON)).containsExactly(Double.NaN);
    assertThat(values(view, bodyOf(view, NOON, NOON, NOON), NOON)).containsExactly(0.001);
  }

  @Test
  void featuresThatAreNoAggregatesAreMissing() {
    FeatureView view =
        SampleView.view(
            List.of(
                SampleView.feature("loaded", new Origin.Load()),
                SampleView.feature("placed", new Origin.Aggregated(PLACED_5M))));

    assertThat(values(view, bodyOf(view, NOON), NOON)).containsExactly(Double.NaN, 1);
  }

  @Test
  void aFeatureAddedToAViewReadsNothingFromOldRowsAndSparesTheOthers() {
    FeatureView old = SampleView.of(PLACED_5M);
    FeatureView grown = SampleView.of(PLACED_5M, PREP_20M, PLACED_60M);
    byte[] body = bodyOf(old, NOON);

    assertThat(values(grown, body, NOON)).containsExactly(1, Double.NaN, 1);
  }

  @Test
  void sectionsOfUnknownFeaturesAreSkippedByReadersAndDroppedByWriters() {
    FeatureView old = SampleView.of(PLACED_5M);
    FeatureView grown = SampleView.of(PLACED_5M, PREP_20M);
    byte[] body = bodyOf(grown, NOON, NOON);

    assertThat(values(old, body, NOON)).containsExactly(2);
    assertThat(decode(WindowSchema.of(old), body).encode(NOON)).isEqualTo(bodyOf(old, NOON, NOON));
  }

  @Test
  void aLongerWindowReadsTheTilesThatAShorterOneKept() {
    FeatureView shorter = SampleView.of(PLACED_5M);
    FeatureView longer = SampleView.of(PLACED_60M);

    byte[] body = bodyOf(shorter, NOON - 10 * MINUTE, NOON);

    assertThat(values(longer, body, NOON)).containsExactly(2);
  }

  @Test
  void tilesThatNoWindowReachesAreDroppedAndContributionsToThemAreLate() {
    WindowSchema schema = WindowSchema.of(SampleView.of(PLACED_5M));
    Accumulator placed = schema.accumulators().getFirst();
    WindowState state = schema.empty();
    long beforeAll = NOON - (placed.keptTiles() + 1) * MINUTE;

    assertThat(state.apply(contribution(placed, beforeAll + MINUTE, 1, 1), NOON))
        .isEqualTo(Applied.APPLIED);
    assertThat(state.apply(contribution(placed, beforeAll, 1, 1), NOON)).isEqualTo(Applied.LATE);
    assertThat(state.apply(contribution(placed, beforeAll, 1, -1), NOON))
        .isEqualTo(Applied.APPLIED);
    assertThat(state.encode(NOON)).hasSizeGreaterThan(WindowSchema.EMPTY_BODY_BYTES);
    assertThat(state.encode(NOON + MINUTE)).hasSize(WindowSchema.EMPTY_BODY_BYTES);
  }

  @Test
  void anAccumulatorThatTheViewDoesNotHaveIsUnknown() {
    WindowSchema schema = WindowSchema.of(SampleView.of(PLACED_5M));

    Applied applied = schema.empty().apply(new Contribution(KEY, 42, NOON, 1, 1), NOON);

    assertThat(applied).isEqualTo(Applied.UNKNOWN);
  }

  @Test
  void mergingIsCommutativeAndAssociativeAndEqualsApplyingAll() {
    WindowSchema schema = WindowSchema.of(SampleView.everyFunction());
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      List<Contribution> all = randomContributions(schema, random, 1 + random.nextInt(60));
      List<Contribution> a = all.subList(0, all.size() / 3);
      List<Contribution> b = all.subList(all.size() / 3, all.size() / 2);
      List<Contribution> c = all.subList(all.size() / 2, all.size());
      byte[] applied = state(schema, all).encode(NOON);

      assertThat(merged(state(schema, a), state(schema, b), state(schema, c))).isEqualTo(applied);
      assertThat(merged(state(schema, c), state(schema, a), state(schema, b))).isEqualTo(applied);
      WindowState rightFirst = state(schema, b);
      rightFirst.merge(state(schema, c));
      assertThat(merged(state(schema, a), rightFirst)).isEqualTo(applied);
      Collections.shuffle(all, random);
      assertThat(state(schema, all).encode(NOON)).isEqualTo(applied);
      assertThat(decode(schema, applied).encode(NOON)).isEqualTo(applied);
    }
  }

  @Test
  void whatIsTakenBackLeavesNoTrace() {
    WindowSchema schema =
        WindowSchema.of(
            SampleView.of(
                PLACED_5M,
                PREP_20M,
                SampleView.of(Function.QUANTILE, SampleView.PREP, Duration.ofDays(7))));
    Random random = new Random(12);
    List<Contribution> kept = randomContributions(schema, random, 50);
    List<Contribution> all = new ArrayList<>(kept);
    for (Contribution gone : randomContributions(schema, random, 50)) {
      all.add(gone);
      all.add(gone.negated());
    }
    Collections.shuffle(all, random);

    assertThat(state(schema, all).encode(NOON)).isEqualTo(state(schema, kept).encode(NOON));
  }

  @Test
  void statesOfDifferentSchemasDoNotMerge() {
    WindowState state = WindowSchema.of(SampleView.of(PLACED_5M)).empty();
    WindowState other = WindowSchema.of(SampleView.of(PREP_20M)).empty();

    assertThatThrownBy(() -> state.merge(other)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] merged(WindowState first, WindowState... others) {
    for (WindowState other : others) {
      first.merge(other);
    }
    return first.encode(NOON);
  }

  private static WindowState state(WindowSchema schema, List<Contribution> contributions) {
    WindowState state = schema.empty();
    contributions.forEach(contribution -> state.apply(contribution, NOON));
    return state;
  }

  private static List<Contribution> randomContributions(
      WindowSchema schema, Random random, int count) {
    List<Contribution> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Accumulator accumulator =
          schema.accumulators().get(random.nextInt(schema.accumulators().size()));
      long at = NOON - (long) (random.nextDouble() * random.nextInt(40) * MINUTE);
      all.add(contribution(accumulator, at, random.nextInt(5_000_000), 1));
    }
    return all;
  }

  private static Contribution contribution(
      Accumulator accumulator, long micros, long amount, int weight) {
    return new Contribution(KEY, accumulator.id(), micros, amount, weight);
  }

  // Every accumulator observes 1 at each of these times.
  private static byte[] bodyOf(FeatureView view, long... times) {
    WindowSchema schema = WindowSchema.of(view);
    WindowState state = schema.empty();
    for (long time : times) {
      for (Accumulator accumulator : schema.accumulators()) {
        state.apply(contribution(accumulator, time, 1, 1), NOON);
      }
    }
    return state.encode(NOON);
  }

  private static double[] values(FeatureView view, byte[] body, long instantMicros) {
    double[] values = new double[view.features().size()];
    assertThat(WindowSchema.of(view).read(body, instantMicros, values)).isEqualTo(ReadOutcome.READ);
    return values;
  }

  private static WindowState decode(WindowSchema schema, byte[] body) {
    return ((DecodedState.Decoded) schema.decode(body)).state();
  }
}
