package io.tiffin.trace.otel;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.tiffin.trace.Traces;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** OpenTelemetry's SDK that traces everything, and the spans that have ended. Thread-safe. */
final class EndedSpans implements SpanExporter {

  private final List<SpanData> ended = new CopyOnWriteArrayList<>();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this)).build();

  Tracer tracer() {
    return provider.get("test");
  }

  Traces traces() {
    return new OtelTraces(tracer());
  }

  /** Does some work in a span of its own. */
  void inSpan(String name, Runnable work) {
    io.opentelemetry.api.trace.Span span = tracer().spanBuilder(name).startSpan();
    try (var _ = span.makeCurrent()) {
      work.run();
    } finally {
      span.end();
    }
  }

  List<SpanData> all() {
    return List.copyOf(ended);
  }

  SpanData of(String name) {
    return ended.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  /** The ids of spans linked. */
  static List<String> linked(SpanData span) {
    return span.getLinks().stream()
        .map(LinkData::getSpanContext)
        .map(context -> context.getSpanId())
        .toList();
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    ended.addAll(spans);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public void close() {
    provider.close();
  }
}
