package io.tiffin.estimate;

import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import io.tiffin.trace.Traces.Reach;
import java.util.Locale;

/** What is told of a call of a version, as its caller sees it: from the guard before it on. */
final class InferenceSpan {

  private InferenceSpan() {}

  static Span begin(Traces traces, AnsweredBy asked, int orders) {
    if (!traces.isOn()) {
      return Span.NONE;
    }
    return traces
        .begin("infer " + asked.name(), Reach.PROCESS)
        .tag("tiffin.model.name", asked.name())
        .tag("tiffin.model.version", asked.version())
        .tag("tiffin.model.role", asked.role().name().toLowerCase(Locale.ROOT))
        .tag("tiffin.orders", orders);
  }

  static void end(Span span, Inference inference) {
    switch (inference) {
      case Answered _ -> {}
      case Failed failed -> {
        span.tag("tiffin.model.failure", failed.message());
        span.failed(name(failed.reason()));
      }
    }
  }

  private static String name(Reason reason) {
    return switch (reason) {
      case TIMED_OUT -> "timeout";
      case OVERLOADED -> "too_many_calls";
      case ERROR -> "error";
    };
  }
}
