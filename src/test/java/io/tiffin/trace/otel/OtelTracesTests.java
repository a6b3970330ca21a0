package io.tiffin.trace.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import io.tiffin.trace.Traces.Reach;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose child a span is, across threads and where several callers share a call. */
class OtelTracesTests {

  private final EndedSpans spans = new EndedSpans();
  private final Traces traces = spans.traces();

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void aStepOfNothingThatIsTracedIsNotTold() {
    try (Span span = traces.begin("find redis", Reach.NETWORK)) {
      assertThat(span).isSameAs(Span.NONE);
      assertThat(traces.current()).isSameAs(Span.NONE);
    }
    assertThat(spans.all()).isEmpty();
  }

  @Test
  void aStepEndsBelowTheOneItWasBegunInAndPutsTheThreadBack() {
    spans.inSpan(
        "request",
        () -> {
          try (Span outer = traces.begin("find near_cache", Reach.PROCESS)) {
            try (Span inner = traces.begin("find redis", Reach.NETWORK)) {
              inner.failed("timeout");
            }
            outer.tag("tiffin.rows.found", 2);
          }
        });

    SpanData near = spans.of("find near_cache");
    assertThat(near.getParentSpanId()).isEqualTo(spans.of("request").getSpanId());
    assertThat(spans.of("find redis").getParentSpanId()).isEqualTo(near.getSpanId());
    assertThat(spans.of("find redis").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(near.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(traces.current()).isSameAs(Span.NONE);
  }

  @Test
  void workOnAnotherThreadIsBelowTheStepInWhichItWasHandedOver() throws Exception {
    try (ExecutorService threads = traces.following(Executors.newVirtualThreadPerTaskExecutor())) {
      spans.inSpan("request", () -> threads.execute(this::step));
    }

    assertThat(spans.of("step").getParentSpanId()).isEqualTo(spans.of("request").getSpanId());
  }

  /** The control: an executor that nobody told. */
  @Test
  void workOnAnotherThreadIsLostByAnyOtherExecutor() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      spans.inSpan("request", () -> threads.execute(this::step));
    }

    assertThat(spans.all()).extracting(SpanData::getName).containsExactly("request");
  }

  private void step() {
    traces.begin("step", Reach.PROCESS).close();
  }

  @Test
  void aSharedCallIsBelowItsFirstTracedCallerAndLinkedWithTheOthersBothWays() {
    io.opentelemetry.api.trace.Span first = spans.tracer().spanBuilder("first").startSpan();
    io.opentelemetry.api.trace.Span second = spans.tracer().spanBuilder("second").startSpan();
    List<Span> callers = List.of(Span.NONE, waiting(first), waiting(second));

    traces.beginFor(callers, "run eta", Reach.PROCESS).close();
    first.end();
    second.end();

    SpanData run = spans.of("run eta");
    assertThat(run.getTraceId()).isEqualTo(spans.of("first").getTraceId());
    assertThat(run.getParentSpanId()).isEqualTo(spans.of("first").getSpanId());
    assertThat(EndedSpans.linked(run)).containsExactly(spans.of("second").getSpanId());
    assertThat(EndedSpans.linked(spans.of("second"))).containsExactly(run.getSpanId());
    assertThat(EndedSpans.linked(spans.of("first"))).isEmpty();
  }

  @Test
  void whatIsToldOfACallerThatHasGivenUpHasNoEffect() {
    io.opentelemetry.api.trace.Span caller = spans.tracer().spanBuilder("gone").startSpan();
    Span waiting = waiting(caller);
    caller.end();

    waiting.tag("tiffin.model.queue_us", 12);
    traces.beginFor(List.of(waiting), "run eta", Reach.PROCESS).close();

    assertThat(spans.of("gone").getAttributes().isEmpty()).isTrue();
  }

  private Span waiting(io.opentelemetry.api.trace.Span caller) {
    try (var _ = caller.makeCurrent()) {
      return traces.current();
    }
  }
}
