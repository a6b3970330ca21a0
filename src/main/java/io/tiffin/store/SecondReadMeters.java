package io.tiffin.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.feature.Source;
import io.tiffin.trace.Traces;
import java.util.Locale;

/**
 * Counts a tier's second reads: {@code tiffin.store.second.reads} {tier, kind}, where the kind is
 * hedge, beside a read that takes unusually long, or retry, after one that failed. The span of the
 * look-up tells both as events.
 */
final class SecondReadMeters {

  private final Counter hedges;
  private final Counter retries;
  private final Traces traces;

  SecondReadMeters(Source tier, MeterRegistry meters, Traces traces) {
    this.traces = traces;
    hedges = counter(tier, "hedge", meters);
    retries = counter(tier, "retry", meters);
  }

  private static Counter counter(Source tier, String kind, MeterRegistry meters) {
    return Counter.builder("tiffin.store.second.reads")
        .description("Reads of a tier beside or after a read of the same keys")
        .tag("tier", tier.name().toLowerCase(Locale.ROOT))
        .tag("kind", kind)
        .register(meters);
  }

  void hedged() {
    hedges.increment();
    traces.current().event("hedge");
  }

  void retried() {
    retries.increment();
    traces.current().event("retry");
  }
}
