package io.tiffin.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tiffin.batching.LatencyFit;
import io.tiffin.model.Inference.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * The meters of one version, resolved once and removed with it, so that swapping versions leaves
 * none behind.
 */
final class ModelMeters implements AutoCloseable {

  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter answered;
  private final Counter timedOut;
  private final Counter overloaded;
  private final Counter failed;
  private final Counter hopeless;
  private final DistributionSummary batchSize;
  private final DistributionSummary batchCalls;
  private final Timer queue;
  private final Timer inference;
  private List<Gauge> expectations = List.of();

  ModelMeters(MeterRegistry registry, Manifest manifest) {
    this.registry = registry;
    tags = Tags.of("model", manifest.name(), "version", manifest.version());
    answered = calls("ANSWERED");
    timedOut = calls(Reason.TIMED_OUT.name());
    overloaded = calls(Reason.OVERLOADED.name());
    failed = calls(Reason.ERROR.name());
    hopeless =
        Counter.builder("tiffin.model.hopeless")
            .description("Calls that were not run since they could not have ended in time")
            .tags(tags)
            .register(registry);
    batchSize = summary("tiffin.model.batch.size", "Orders per call of the engine", "orders");
    batchCalls =
        summary("tiffin.model.batch.calls", "Calls that shared one of the engine", "calls");
    queue = timer("tiffin.model.queue", "Time a call waited for an instance of the model");
    inference = timer("tiffin.model.inference", "Time the engine took for a call");
  }

  /** Tells what is expected of calls; kept as long as the meters are. */
  void expect(LatencyFit expected) {
    expectations =
        List.of(
            seconds(
                "tiffin.model.expected.per.order",
                "Time that one order more in a call is expected to cost",
                () -> expected.line().perItemNanos()),
            seconds(
                "tiffin.model.expected.constant",
                "Time that a call is expected to cost whatever is in it",
                () -> expected.line().constantNanos()));
  }

  private Gauge seconds(String name, String description, DoubleSupplier nanos) {
    return Gauge.builder(name, () -> nanos.getAsDouble() / 1e9)
        .description(description)
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
  }

  private Counter calls(String outcome) {
    return Counter.builder("tiffin.model.calls")
        .description("Calls of a model by what became of them")
        .tags(tags.and("outcome", outcome))
        .register(registry);
  }

  private DistributionSummary summary(String name, String description, String unit) {
    return DistributionSummary.builder(name)
        .description(description)
        .baseUnit(unit)
        .tags(tags)
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(50_000))
        .maximumExpectedValue(Duration.ofSeconds(1))
        .register(registry);
  }

  void returned(Inference inference) {
    switch (inference) {
      case Inference.Answered ignored -> answered.increment();
      case Inference.Failed failure -> counter(failure.reason()).increment();
    }
  }

  private Counter counter(Reason reason) {
    return switch (reason) {
      case TIMED_OUT -> timedOut;
      case OVERLOADED -> overloaded;
      case ERROR -> failed;
    };
  }

  void waited(long nanos) {
    queue.record(nanos, TimeUnit.NANOSECONDS);
  }

  void refusedAsHopeless() {
    hopeless.increment();
  }

  void ran(int calls, int rows, long nanos) {
    batchCalls.record(calls);
    batchSize.record(rows);
    inference.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    List.of(
            answered,
            timedOut,
            overloaded,
            failed,
            hopeless,
            batchSize,
            batchCalls,
            queue,
            inference)
        .forEach(registry::remove);
    expectations.forEach(registry::remove);
  }
}
