package io.tiffin.estimate;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiffin.feature.Feature;
import io.tiffin.serving.FeaturePlan;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is counted and timed of estimates. Every meter is resolved once; counting is an array access
 * and an addition.
 *
 * <p>{@code tiffin.estimates{outcome,model,version,role}}: estimates by who made them, and by what
 * became of the version that was to. {@code tiffin.estimates.degraded}: those that say so. {@code
 * tiffin.estimate.stage{stage}}: time by {@link Stage}. {@code tiffin.estimate.defaulted{feature}}:
 * features for which the declared default stood in.
 */
public final class EstimateMeters {

  /** Fine where a healthy estimate is, then up to the default deadline. */
  private static final Duration[] LATENCY_BUCKETS = {
    Duration.ofNanos(250_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200)
  };

  private final MeterRegistry registry;
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final VersionMeters physical;
  private final Counter degraded;

  EstimateMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Stage stage : Stage.values()) {
      stages.put(stage, timer(stage));
    }
    physical = of(AnsweredBy.PHYSICAL.name(), AnsweredBy.PHYSICAL.version());
    degraded =
        Counter.builder("tiffin.estimates.degraded")
            .description("Estimates that a time-out, an error or a fallback shaped")
            .register(registry);
  }

  /** Adds the time that one request spent in a stage. */
  public void record(Stage stage, long nanos) {
    requireNonNull(stages.get(stage)).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Counters of a version of a model. */
  VersionMeters of(String model, String version) {
    return new VersionMeters(registry, model, version);
  }

  /** Counters of the physical baseline. */
  VersionMeters physical() {
    return physical;
  }

  void countDegraded() {
    degraded.increment();
  }

  /** A counter per feature for the first {@code asked} of the plan, by position. */
  Counter[] defaultedBy(FeaturePlan plan, int asked) {
    return plan.features().stream().limit(asked).map(this::defaulted).toArray(Counter[]::new);
  }

  private Counter defaulted(Feature feature) {
    return Counter.builder("tiffin.estimate.defaulted")
        .description("Estimates in which the declared default stood in for a feature")
        .tag("feature", feature.name().toString())
        .register(registry);
  }

  private Timer timer(Stage stage) {
    return Timer.builder("tiffin.estimate.stage")
        .description("Time of a request for estimates by stage")
        .tag("stage", stage.tag())
        .serviceLevelObjectives(LATENCY_BUCKETS)
        .register(registry);
  }
}
