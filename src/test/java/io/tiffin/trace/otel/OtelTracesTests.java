package io.tiffin.trace.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import io.tiffin.trace.Traces.Reach;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose child a span is, across threads and where several callers share a call. */
class OtelTracesTests {

  private final List<SpanData> ended = new CopyOnWriteArrayList<>();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter())).build();
  private final io.opentelemetry.api.trace.Tracer tracer = provider.get("test");
  private final Traces traces = new OtelTraces(tracer);

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void aStepOfNothingThatIsTracedIsNotTold() {
    try (Span span = traces.begin("find redis", Reach.NETWORK)) {
      assertThat(span).isSameAs(Span.NONE);
      assertThat(traces.current()).isSameAs(Span.NONE);
    }
    assertThat(ended).isEmpty();
  }

  @Test
  void aStepEndsBelowTheOneItWasBegunInAndPutsTheThreadBack() {
    inRequest("request", () -> {
      try (Span outer = traces.begin("find near_cache", Reach.PROCESS)) {
        try (Span inner = traces.begin("find redis", Reach.NETWORK)) {
          inner.failed("timeout");
        }
        outer.tag("tiffin.rows.found", 2);
      }
    });

    SpanData near = ended("find near_cache");
    assertThat(near.getParentSpanId()).isEqualTo(ended("request").getSpanId());
    assertThat(ended("find redis").getParentSpanId()).isEqualTo(near.getSpanId());
    assertThat(ended("find redis").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(near.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(traces.current()).isSameAs(Span.NONE);
  }

  @Test
  void workOnAnotherThreadIsBelowTheStepInWhichItWasHandedOver() throws Exception {
    try (ExecutorService threads =
        traces.following(Executors.newVirtualThreadPerTaskExecutor())) {
      inRequest("request", () -> threads.execute(this::step));
    }

    assertThat(ended("step").getParentSpanId()).isEqualTo(ended("request").getSpanId());
  }

  /** The control: an executor that nobody told. */
  @Test
  void workOnAnotherThreadIsLostByAnyOtherExecutor() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      inRequest("request", () -> threads.execute(this::step));
    }

    assertThat(ended).extracting(SpanData::getName).containsExactly("request");
  }

  private void step() {
    traces.begin("step", Reach.PROCESS).close();
  }

  @Test
  void aSharedCallIsBelowItsFirstTracedCallerAndLinkedWithTheOthersBothWays() {
    io.opentelemetry.api.trace.Span first = tracer.spanBuilder("first").startSpan();
    io.opentelemetry.api.trace.Span second = tracer.spanBuilder("second").startSpan();
    List<Span> callers = List.of(Span.NONE, waiting(first), waiting(second));

    traces.beginFor(callers, "run eta", Reach.PROCESS).close();
    first.end();
    second.end();

    SpanData run = ended("run eta");
    assertThat(run.getTraceId()).isEqualTo(ended("first").getTraceId());
    assertThat(run.getParentSpanId()).isEqualTo(ended("first").getSpanId());
    assertThat(linked(run)).containsExactly(ended("second").getSpanId());
    assertThat(linked(ended("second"))).containsExactly(run.getSpanId());
    assertThat(linked(ended("first"))).isEmpty();
  }

  @Test
  void whatIsToldOfACallerThatHasGivenUpHasNoEffect() {
    io.opentelemetry.api.trace.Span caller = tracer.spanBuilder("gone").startSpan();
    Span waiting = waiting(caller);
    caller.end();

    waiting.tag("tiffin.model.queue_us", 12);
    traces.beginFor(List.of(waiting), "run eta", Reach.PROCESS).close();

    assertThat(ended("gone").getAttributes().isEmpty()).isTrue();
  }

  private Span waiting(io.opentelemetry.api.trace.Span caller) {
    try (var _ = caller.makeCurrent()) {
      return traces.current();
    }
  }

  private void inRequest(String name, Runnable work) {
    io.opentelemetry.api.trace.Span request = tracer.spanBuilder(name).startSpan();
    try (var _ = request.makeCurrent()) {
      work.run();
    } finally {
      request.end();
    }
  }

  private SpanData ended(String name) {
    return ended.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> linked(SpanData span) {
    return span.getLinks().stream()
        .map(LinkData::getSpanContext)
        .map(context -> context.getSpanId())
        .toList();
  }

  private SpanExporter exporter() {
    return new SpanExporter() {
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
    };
  }
}
