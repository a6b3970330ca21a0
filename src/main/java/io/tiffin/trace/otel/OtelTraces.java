package io.tiffin.trace.otel;

import static io.opentelemetry.api.trace.Span.fromContext;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Spans below those of requests. A request that was not chosen costs a look at its thread. */
final class OtelTraces implements Traces {

  private final Tracer tracer;

  OtelTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Span current() {
    io.opentelemetry.api.trace.Span current = io.opentelemetry.api.trace.Span.current();
    return current.isRecording() ? new OtelSpan(current, Scope.noop(), false) : Span.NONE;
  }

  @Override
  public Span begin(String name, Reach reach) {
    Context context = Context.current();
    // Also below a step that has ended: what it began may go on without it.
    return fromContext(context).getSpanContext().isSampled()
        ? begun(builder(name, reach).setParent(context), context)
        : Span.NONE;
  }

  @Override
  public Span beginFor(List<Span> callers, String name, Reach reach) {
    OtelSpan first = null;
    SpanBuilder builder = builder(name, reach);
    for (Span caller : callers) {
      if (caller instanceof OtelSpan told) {
        if (first == null) {
          first = told;
        } else {
          builder.addLink(told.span().getSpanContext());
        }
      }
    }
    if (first == null) {
      return Span.NONE;
    }
    Context context = Context.root().with(first.span());
    OtelSpan begun = begun(builder.setParent(context), context);
    for (Span caller : callers) {
      if (caller instanceof OtelSpan told && !told.equals(first)) {
        told.span().addLink(begun.span().getSpanContext());
      }
    }
    return begun;
  }

  private SpanBuilder builder(String name, Reach reach) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(reach == Reach.NETWORK ? SpanKind.CLIENT : SpanKind.INTERNAL);
  }

  @SuppressWarnings("MustBeClosedChecker") // the scope is closed with the span
  private static OtelSpan begun(SpanBuilder builder, Context parent) {
    io.opentelemetry.api.trace.Span span = builder.startSpan();
    return new OtelSpan(span, parent.with(span).makeCurrent(), true);
  }

  @Override
  public ExecutorService following(ExecutorService executor) {
    return Context.taskWrapping(executor);
  }
}
