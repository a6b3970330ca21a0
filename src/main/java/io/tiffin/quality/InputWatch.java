package io.tiffin.quality;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tiffin.evaluation.PopulationStability;
import io.tiffin.model.InputDrifts.DriftedInput;
import io.tiffin.model.InputDrifts.InputDrift;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import io.tiffin.serving.FeatureVector;

/**
 * The inputs that one version was asked with of late, by the bins of its reference. Thread-safe:
 * most orders pass by an atomic number, and the few that are counted take a lock for a microsecond.
 *
 * <p>{@code tiffin.model.input.drift} {model,version,feature}: the population stability index of an
 * input, NaN while nothing is said. {@code .drift.max} {model,version}: the largest of them. {@code
 * tiffin.model.input.vectors} {model,version}: orders counted within the window.
 */
public final class InputWatch {

  private static final int MOST_TOLD = 10;

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
    return reason() == null
        ? PopulationStability.index(input.bins().expected(), actual(input))
        : Double.NaN;
  }

  /** What is said of the version, for people. */
  synchronized InputDrift drift() {
    String reason = reason();
    List<DriftedInput> most =
        reason == null
            ? inputs.stream()
                .map(this::drifted)
                .sorted(Comparator.comparingDouble(DriftedInput::psi).reversed())
                .limit(MOST_TOLD)
                .toList()
            : List.of();
    return new InputDrift(inputs.size(), vectors(), reason, most);
  }

  private DriftedInput drifted(WatchedInput input) {
    double[] actual = actual(input);
    double all = 0;
    for (double came : actual) {
      all += came;
    }
    int missing = input.bins().missing();
    return new DriftedInput(
        input.feature().toString(),
        index(input),
        actual[missing] / all,
        input.bins().expected()[missing]);
  }

  private double[] actual(WatchedInput input) {
    return counts.came(input.from(), input.bins().size(), clock.millis());
  }

  /** Why nothing is said; null if it is. */
  private @Nullable String reason() {
    if (inputs.isEmpty()) {
      return properties.vectorsPerSecond() == 0
          ? "tiffin.drift.vectors-per-second is 0"
          : "the bundle does not tell how the inputs were distributed that it learnt from";
    }
    long now = clock.millis();
    Duration watched = Duration.ofMillis(Math.max(0, now - Math.min(now, sinceMillis)));
    if (watched.compareTo(properties.window()) < 0) {
      return "watched for %s of tiffin.drift.window, %s"
          .formatted(watched.withNanos(0), properties.window());
    }
    long vectors = counts.counted(now);
    return vectors < properties.leastVectors()
        ? String.format(
            Locale.ROOT,
            "%,d orders of tiffin.drift.least-vectors, %,d",
            vectors,
            properties.leastVectors())
        : null;
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
        gauge(
            registry, "drift.max", "The largest index of all inputs", tags, InputWatch::most));
    registered.add(
        gauge(
            registry, "vectors", "Orders counted within the window", tags, InputWatch::vectors));
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
