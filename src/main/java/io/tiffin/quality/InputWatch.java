package io.tiffin.quality;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tiffin.evaluation.PopulationStability;
import io.tiffin.model.InputDrifts.DriftedInput;
import io.tiffin.model.InputDrifts.InputDrift;
import io.tiffin.serving.FeatureVector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that one version was asked with of late, by the bins of its reference. Thread-safe:
 * most orders pass by an atomic number, and the few that are counted take a lock for a microsecond.
 *
 * <p>Values are compared once the window is full: some hours of a city are unlike a week of it.
 * What is missing depends little on the hour, and is told after a day.
 *
 * <p>{@code tiffin.model.input.drift} {model,version,feature}: the population stability index of an
 * input, NaN while nothing is said. {@code .drift.max} {model,version}: the largest of them. {@code
 * tiffin.model.input.vectors} {model,version}: orders counted within the window.
 */
public final class InputWatch {

  private static final int MOST_TOLD = 10;

  /**
   * After it is told what is missing: over a day of the simulated city the index of that was at
   * most 0.011, over six hours of many orders 0.11. Measured.
   */
  private static final Duration MISSING_TOLD_AFTER = Duration.ofDays(1);

  private final List<WatchedInput> inputs;
  private final DriftProperties properties;
  private final InstantSource clock;
  private final SampleRate rate;
  private final SlidingCounts counts;
  private final AtomicLong passed = new AtomicLong();
  private final List<Meter> registered = new ArrayList<>();
  private long sinceMillis = Long.MAX_VALUE;

  InputWatch(List<WatchedInput> inputs, DriftProperties properties, InstantSource clock) {
    boolean isOn = properties.vectorsPerSecond() > 0;
    this.inputs = isOn ? inputs : List.of();
    this.properties = properties;
    this.clock = clock;
    rate = new SampleRate(Math.max(1, properties.vectorsPerSecond()));
    counts =
        new SlidingCounts(
            properties.window(), this.inputs.stream().mapToInt(input -> input.bins().size()).sum());
  }

  /** An order that the version was asked about, with features of the plan it was made for. */
  void count(FeatureVector vector) {
    if (inputs.isEmpty()) {
      return;
    }
    passed.incrementAndGet();
    long now = clock.millis();
    if (rate.takes(now)) {
      count(vector, now);
    }
  }

  private synchronized void count(FeatureVector vector, long now) {
    sinceMillis = Math.min(sinceMillis, now);
    int[] slice = counts.count(now, passed.getAndSet(0));
    for (int at = 0; at < inputs.size(); at++) {
      slice[inputs.get(at).bin(vector)]++;
    }
  }

  boolean isWatching() {
    return !inputs.isEmpty();
  }

  /** How many orders were counted within the window. */
  synchronized long vectors() {
    return counts.counted(clock.millis());
  }

  /** The largest index of all inputs; NaN while nothing is said. */
  synchronized double most() {
    double most = Double.NaN;
    for (WatchedInput input : inputs) {
      double index = index(input);
      most = Double.isNaN(most) ? index : Math.max(most, index);
    }
    return most;
  }

  /** The index of one input; NaN while nothing is said. */
  synchronized double index(WatchedInput input) {
    return silence() == null ? index(input, actual(input)) : Double.NaN;
  }

  private double index(WatchedInput input, double[] actual) {
    double[] expected = input.bins().expected();
    return isFull()
        ? PopulationStability.index(expected, actual)
        : PopulationStability.index(
            thereAndMissing(expected, input.bins()), thereAndMissing(actual, input.bins()));
  }

  private static double[] thereAndMissing(double[] shares, Bins bins) {
    double there = 0;
    for (int bin = 0; bin < bins.missing(); bin++) {
      there += shares[bin];
    }
    return new double[] {there, shares[bins.missing()]};
  }

  /** What is said of the version, for people. */
  synchronized InputDrift drift() {
    String silence = silence();
    List<DriftedInput> most =
        silence == null
            ? inputs.stream()
                .map(this::drifted)
                .sorted(Comparator.comparingDouble(DriftedInput::psi).reversed())
                .limit(MOST_TOLD)
                .toList()
            : List.of();
    String reason =
        silence == null && !isFull()
            ? "only missing values are compared yet: " + watchedFor(properties.window())
            : silence;
    return new InputDrift(inputs.size(), vectors(), reason, most);
  }

  private DriftedInput drifted(WatchedInput input) {
    double[] actual = actual(input);
    double[] now = thereAndMissing(actual, input.bins());
    return new DriftedInput(
        input.feature().toString(),
        index(input, actual),
        now[1] / (now[0] + now[1]),
        input.bins().expected()[input.bins().missing()]);
  }

  private double[] actual(WatchedInput input) {
    return counts.came(input.from(), input.bins().size(), clock.millis());
  }

  /** Why nothing is said; null if it is. */
  private @Nullable String silence() {
    if (inputs.isEmpty()) {
      return properties.vectorsPerSecond() == 0
          ? "tiffin.drift.vectors-per-second is 0"
          : "the bundle does not tell how the inputs were distributed that it learnt from";
    }
    if (!isFull() && watched().compareTo(MISSING_TOLD_AFTER) < 0) {
      return watchedFor(
          MISSING_TOLD_AFTER.compareTo(properties.window()) < 0
              ? MISSING_TOLD_AFTER
              : properties.window());
    }
    long vectors = counts.counted(clock.millis());
    return vectors < properties.leastVectors()
        ? String.format(
            Locale.ROOT,
            "%,d orders of tiffin.drift.least-vectors, %,d",
            vectors,
            properties.leastVectors())
        : null;
  }

  private boolean isFull() {
    return watched().compareTo(properties.window()) >= 0;
  }

  private Duration watched() {
    long now = clock.millis();
    return Duration.ofMillis(now - Math.min(now, sinceMillis));
  }

  private String watchedFor(Duration wanted) {
    return String.format(
        Locale.ROOT,
        "watched for %.1f of %.1f hours",
        watched().toMinutes() / 60.0,
        wanted.toMinutes() / 60.0);
  }

  void register(MeterRegistry registry, String model, String version) {
    Tags tags = Tags.of("model", model, "version", version);
    for (WatchedInput input : inputs) {
      registered.add(
          gauge(
              registry,
              "drift",
              "Population stability index of an input against what the version learnt from",
              tags.and("feature", input.feature().toString()),
              watch -> watch.index(input)));
    }
    registered.add(
        gauge(registry, "drift.max", "The largest index of all inputs", tags, InputWatch::most));
    registered.add(
        gauge(registry, "vectors", "Orders counted within the window", tags, InputWatch::vectors));
  }

  private Gauge gauge(
      MeterRegistry registry,
      String name,
      String description,
      Tags tags,
      ToDoubleFunction<InputWatch> value) {
    return Gauge.builder("tiffin.model.input." + name, this, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  void forget(MeterRegistry registry) {
    registered.forEach(registry::remove);
    registered.clear();
  }
}
