package io.tiffin.quality;

import static io.tiffin.estimate.EstimateFixture.DOOR;
import static io.tiffin.estimate.EstimateFixture.NOW;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.estimate.FakeModel;
import io.tiffin.feature.FeatureName;
import io.tiffin.fixture.FakeClock;
import io.tiffin.model.Categories;
import io.tiffin.model.InputDrifts.DriftedInput;
import io.tiffin.model.InputDrifts.InputDrift;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Manifest.Values;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureRequest;
import io.tiffin.serving.FeatureVector;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InputWatchTests {

  private static final FeatureName PREP = FeatureName.parse("restaurant_live.prep_s_mean_20m");
  private static final FeatureName CUISINE = FeatureName.parse("restaurant_profile.cuisine");

  /**
   * Half of the orders below 900 s, a tenth without any; two cuisines, {@code thai} one of them.
   */
  private static final List<InputTensor> INPUTS =
      List.of(
          new InputTensor(
              "numbers",
              TensorType.FLOAT32,
              List.of(
                  new Column(
                      PREP,
                      Missing.NAN,
                      null,
                      null,
                      null,
                      null,
                      new Ranges(List.of(900.0), List.of(0.5, 0.5), 0.1)))),
          new InputTensor(
              "categories",
              TensorType.INT64,
              List.of(
                  new Column(
                      CUISINE,
                      Missing.DEFAULT,
                      null,
                      64,
                      null,
                      null,
                      new Values(
                          List.of(bucket("thai"), bucket("pizza")), List.of(0.75, 0.25), 0)))));

  private final EstimateFixture features = new EstimateFixture();
  private final FakeClock clock = new FakeClock(NOW);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InputWatches watches = Watching.all(registry, clock);
  private final FeaturePlan plan = features.assembly.plan(List.of(PREP, CUISINE));
  private final InputWatch watch = watch(INPUTS);

  @Test
  void ordersLikeThoseThatWereLearntFromHaveNotDrifted() {
    usualDay();

    assertThat(gauge("drift.max")).isCloseTo(0, within(1e-3));
    assertThat(drift().reason()).isNull();
    assertThat(drift().vectors()).isBetween(24L * 40, 25L * 40);
  }

  @Test
  void slowerKitchensShow() {
    day(20, 1_200.0, "thai", "thai", "thai", "pizza");

    DriftedInput most = drift().mostDrifted().getFirst();
    assertThat(most.feature()).isEqualTo(PREP.toString());
    assertThat(most.psi()).isGreaterThan(0.25).isEqualTo(gauge("drift.max"));
    assertThat(most.missing()).isZero();
    assertThat(most.referenceMissing()).isEqualTo(0.1);
    assertThat(psi(CUISINE)).isCloseTo(0, within(1e-3));
  }

  @Test
  void whatStandsOnItsDefaultCountsAsMissing() {
    day(20, null, "thai", "thai", "thai", "pizza");

    assertThat(psi(PREP)).isGreaterThan(0.25);
    assertThat(drift().mostDrifted().getFirst().missing()).isEqualTo(1);
  }

  @Test
  void aCuisineThatWasNotThereShows() {
    day(20, 1_200.0, "thai", "sushi", "thai", "pizza");

    assertThat(psi(CUISINE)).isGreaterThan(0.25);
  }

  @Test
  void nothingIsSaidBeforeAWholeWindow() {
    count(1_000, 1_200.0, "sushi");
    clock.advance(Duration.ofHours(23));
    count(1_000, 1_200.0, "sushi");

    assertThat(drift().reason()).isEqualTo("watched for 23.0 of 24.0 hours");
    assertThat(drift().mostDrifted()).isEmpty();
    assertThat(gauge("drift.max")).isNaN();
    assertThat(psi(PREP)).isNaN();
    assertThat(gauge("vectors")).isEqualTo(40);
  }

  /** A day may be unlike a week, but for what is missing. */
  @Test
  void beforeAWholeWindowOnlyMissingValuesAreCompared() {
    InputWatches ofAWeek = Watching.over(Duration.ofDays(7), registry, clock);
    Manifest version = FakeModel.of("eta", "5", INPUTS, 30).manifest();
    InputWatch week = requireNonNull(ofAWeek.watch("eta", version, plan));
    for (int hour = 0; hour <= 24; hour++) {
      for (int order = 0; order < 10; order++) {
        ofAWeek.count(week, vector(order == 9 ? null : 1_200.0, "thai"));
      }
      clock.advance(Duration.ofHours(1));
    }

    assertThat(week.most()).isCloseTo(0, within(1e-3));
    assertThat(week.drift().reason())
        .isEqualTo("only missing values are compared yet: watched for 25.0 of 168.0 hours");

    for (int order = 0; order < 250; order++) {
      ofAWeek.count(week, vector(null, "thai"));
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(week.most()).isGreaterThan(0.25);
  }

  @Test
  void nothingIsSaidOfFewerOrdersThanAreAskedFor() {
    count(1, 1_200.0, "sushi");
    clock.advance(Duration.ofHours(24));
    count(Watching.LEAST - 1, 1_200.0, "sushi");

    assertThat(drift().reason()).isEqualTo("19 orders of tiffin.drift.least-vectors, 20");
    assertThat(gauge("drift.max")).isNaN();

    clock.advance(Duration.ofSeconds(1));
    count(1, 1_200.0, "sushi");
    assertThat(gauge("drift.max")).isGreaterThan(0.25);
  }

  @Test
  void whatWasIsForgottenAfterAWindow() {
    day(20, 1_200.0, "sushi");
    assertThat(gauge("drift.max")).isGreaterThan(0.25);

    usualDay();

    assertThat(gauge("drift.max")).isLessThan(0.1);
  }

  /** What is not counted costs an addition and a look at the clock. */
  @Test
  void howeverManyComeTwentyASecondAreCounted() {
    for (int second = 0; second < 60; second++) {
      count(5_000, 1_200.0, "thai");
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(gauge("vectors")).isEqualTo(60 * 20);
  }

  /** The control: it is the rate that keeps the others out. */
  @Test
  void ofAHigherRateMoreAreCounted() {
    InputWatches many =
        new InputWatches(
            new DriftProperties(Duration.ofHours(24), 1_000, 1), new SimpleMeterRegistry(), clock);
    many.open();
    Manifest version = FakeModel.of("eta", "3", INPUTS, 30).manifest();
    InputWatch counted = requireNonNull(many.watch("eta", version, plan));
    FeatureVector vector = vector(1_200.0, "thai");
    for (int order = 0; order < 5_000; order++) {
      many.count(counted, vector);
    }

    assertThat(counted.vectors()).isEqualTo(1_000);
  }

  /** Nor does counting allocate: a word of noise, where the least of a few rounds is looked at. */
  @Test
  void countingAllocatesNothing() {
    InputWatches counting = Watching.over(Duration.ofHours(24), registry, new TickingClock());
    Manifest version = FakeModel.of("eta", "6", INPUTS, 30).manifest();
    InputWatch counted = requireNonNull(counting.watch("eta", version, plan));
    FeatureVector vector = vector(900.0, "thai");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20 && least > 8; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int order = 0; order < 1_000; order++) {
        counting.count(counted, vector);
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000);
    }

    assertThat(least).isLessThanOrEqualTo(8);
  }

  /** A second passes whenever it is asked. */
  private static final class TickingClock implements InstantSource {

    private long millis = NOW.toEpochMilli();

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
      return millis += 1_000;
    }
  }

  @Test
  void aBundleThatDoesNotTellIsNotWatchedAndSaysSo() {
    InputWatch unwatched = watch(FakeModel.INPUTS);
    watches.count(unwatched, vector(900.0, "thai"));

    assertThat(drift().watched()).isZero();
    assertThat(drift().vectors()).isZero();
    assertThat(drift().reason()).startsWith("the bundle does not tell how");
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void meterNamesAreThoseOfTheVersionThatIsWatchedNow() {
    assertThat(registry.getMeters()).hasSize(4);

    watches.watch("eta", FakeModel.of("eta", "4", INPUTS, 30).manifest(), plan);

    assertThat(registry.getMeters()).hasSize(4);
    assertThat(registry.find("tiffin.model.input.drift").tag("version", "3").gauge()).isNull();
    assertThat(watches.of("eta", "3")).isEmpty();
    assertThat(watches.of("eta", "4")).isPresent();

    watches.watch("eta", null, plan);
    assertThat(registry.getMeters()).isEmpty();
    assertThat(watches.of("eta", "4")).isEmpty();
  }

  @Test
  void nothingIsCountedBeforeTheServiceIsWarm() {
    InputWatches closed =
        new InputWatches(
            new DriftProperties(Duration.ofHours(24), 20, 1), new SimpleMeterRegistry(), clock);
    Manifest version = FakeModel.of("eta", "3", INPUTS, 30).manifest();
    InputWatch cold = requireNonNull(closed.watch("eta", version, plan));

    closed.count(cold, vector(900.0, "thai"));
    assertThat(cold.vectors()).isZero();

    closed.open();
    closed.count(cold, vector(900.0, "thai"));
    assertThat(cold.vectors()).isEqualTo(1);
  }

  private void usualDay() {
    for (int hour = 0; hour <= 24; hour++) {
      clock.advance(Duration.ofHours(1));
      for (int order = 0; order < 40; order++) {
        clock.advance(Duration.ofMillis(50));
        Double prep = order % 10 == 9 ? null : order % 20 < 10 ? 600.0 : 1_200.0;
        watches.count(watch, vector(prep, order % 4 == 3 ? "pizza" : "thai"));
      }
    }
  }

  private void day(int perHour, @Nullable Double prep, String... cuisines) {
    for (int hour = 0; hour <= 24; hour++) {
      for (int order = 0; order < perHour; order++) {
        watches.count(watch, vector(prep, cuisines[order % cuisines.length]));
      }
      clock.advance(Duration.ofHours(1));
    }
  }

  private void count(int orders, @Nullable Double prep, String cuisine) {
    FeatureVector vector = vector(prep, cuisine);
    for (int order = 0; order < orders; order++) {
      watches.count(watch, vector);
    }
  }

  private FeatureVector vector(@Nullable Double prep, String cuisine) {
    Map<FeatureName, Object> given = new HashMap<>(Map.of(CUISINE, cuisine));
    if (prep != null) {
      given.put(PREP, prep);
    }
    FeatureRequest request =
        new FeatureRequest("r-17", DOOR, NOW, NOW, null, null, null, given, null);
    return features.assembly.assemble(plan, List.of(request), new Deadline(1, () -> 0)).getFirst();
  }

  private InputWatch watch(List<InputTensor> inputs) {
    Manifest version = FakeModel.of("eta", "3", inputs, 30).manifest();
    return requireNonNull(watches.watch("eta", version, plan));
  }

  private InputDrift drift() {
    return watches.of("eta", "3").orElseThrow();
  }

  private double gauge(String name) {
    return registry.get("tiffin.model.input." + name).tag("version", "3").gauge().value();
  }

  private double psi(FeatureName feature) {
    return registry
        .get("tiffin.model.input.drift")
        .tags("model", "eta", "version", "3", "feature", feature.toString())
        .gauge()
        .value();
  }

  private static long bucket(String text) {
    return Categories.bucket(text, 64);
  }
}
