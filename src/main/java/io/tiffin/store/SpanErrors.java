package io.tiffin.store;

import io.tiffin.guard.Guard;
import io.tiffin.store.Outcome.Failed.Reason;
import org.jspecify.annotations.Nullable;

/** What failures are called in spans: few words, or the name of what the technology threw. */
final class SpanErrors {

  private SpanErrors() {}

  static String of(Reason reason, @Nullable Throwable cause) {
    if (Guard.isRefusal(cause)) {
      return Guard.isRefusalForCrowd(cause) ? "too_many_calls" : "breaker_open";
    }
    if (reason == Reason.TIMED_OUT) {
      return "timeout";
    }
    return cause == null ? "error" : cause.getClass().getName();
  }
}
