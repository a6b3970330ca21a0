package io.tiffin.trace.otel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exporter that says once that spans are lost, and once that they are not any more; {@code
 * tiffin.trace.spans} {outcome} counts both. What finds no place in the queue before it is lost
 * without a word.
 */
final class AudibleSpanExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(AudibleSpanExporter.class);

  private final SpanExporter exporter;
  private final Counter exported;
  private final Counter lost;
  private final AtomicBoolean loses = new AtomicBoolean();

  AudibleSpanExporter(SpanExporter exporter, MeterRegistry meters) {
    this.exporter = exporter;
    exported = counter("exported", meters);
    lost = counter("lost", meters);
  }

  private static Counter counter(String outcome, MeterRegistry meters) {
    return Counter.builder("tiffin.trace.spans")
        .description("Spans that were handed to the collector, and that it did not take")
        .tag("outcome", outcome)
        .register(meters);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> heard(result, count));
  }

  private void heard(CompletableResultCode result, int spans) {
    (result.isSuccess() ? exported : lost).increment(spans);
    if (loses.getAndSet(!result.isSuccess()) == result.isSuccess()) {
      say(result);
    }
  }

  private static void say(CompletableResultCode result) {
    if (result.isSuccess()) {
      LOG.info("The collector takes spans again");
      return;
    }
    Throwable cause = result.getFailureThrowable();
    LOG.warn(
        "The collector takes no spans ({}): they are lost until it does, and nothing else is."
            + " Check management.opentelemetry.tracing.export.otlp.endpoint",
        cause == null ? "no cause was told" : cause.toString());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
