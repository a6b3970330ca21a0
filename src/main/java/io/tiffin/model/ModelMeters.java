package io.tiffin.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tiffin.model.Inference.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The meters of one version, resolved once and removed with it, so that swapping versions leaves
 * none behind.
 */
final class ModelMeters implements AutoCloseable {

  private final MeterRegistry registry;
  private final Counter answered;
  private final Counter timedOut;
  private final Counter overloaded;
  private final Counter failed;
  private final DistributionSummary batchSize;
  private final Timer queue;
  private final Timer inference;

  ModelMeters(MeterRegistry registry, Manifest manifest) {
    this.registry = registry;
    Tags tags = Tags.of("model", manifest.name(), "version", manifest.version());
    answered = calls(tags, "ANSWERED");
    timedOut = calls(tags, Reason.TIMED_OUT.name());
    overloaded = calls(tags, Reason.OVERLOADED.name());
    failed = calls(tags, Reason.ERROR.name());
    batchSize =
        DistributionSummary.builder("tiffin.model.batch.size")
            .description("Orders per call that was run")
            .baseUnit("orders")
            .tags(tags)
            .register(registry);
    queue = timer("tiffin.model.queue", "Time a call waited for one of the model's threads", tags);
    inference = timer("tiffin.model.inference", "Time the engine took for a call", tags);
  }

  private Counter calls(Tags tags, String outcome) {
    return Counter.builder("tiffin.model.calls")
        .description("Calls of a model by what became of them")
        .tags(tags.and("outcome", outcome))
        .register(registry);
  }

  private Timer timer(String name, String description, Tags tags) {
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

  void ran(int rows, long nanos) {
    batchSize.record(rows);
    inference.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    List.of(answered, timedOut, overloaded, failed, batchSize, queue, inference)
        .forEach(registry::remove);
  }
}
