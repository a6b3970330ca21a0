package io.tiffin.trace.otel;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.tiffin.trace.Span;

/**
 * A span that is recorded.
 *
 * @param span OpenTelemetry's
 * @param scope puts the thread back; of no effect where the span is another's
 * @param isOwn whether closing this ends the span
 */
record OtelSpan(io.opentelemetry.api.trace.Span span, Scope scope, boolean isOwn) implements Span {

  @Override
  public boolean isTold() {
    return true;
  }

  @Override
  public Span tag(String key, String value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public Span tag(String key, long value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public Span tag(String key, boolean value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public void event(String name) {
    span.addEvent(name);
  }

  @Override
  public void failed(String type) {
    span.setAttribute("error.type", type);
    span.setStatus(StatusCode.ERROR, type);
  }

  @Override
  public void close() {
    scope.close();
    if (isOwn) {
      span.end();
    }
  }
}
