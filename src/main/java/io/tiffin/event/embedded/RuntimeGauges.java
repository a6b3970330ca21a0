package io.tiffin.event.embedded;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How the runtime stands, as numbers. */
final class RuntimeGauges {

  private RuntimeGauges() {}

  static void register(MeterRegistry registry, EmbeddedEvents events, EventLog log) {
    Gauge.builder("tiffin.events.lag", events, EmbeddedEvents::lagEvents)
        .description("Events that are durable and not counted yet")
        .register(registry);
    Gauge.builder("tiffin.events.rows.unpublished", events, EmbeddedEvents::unpublishedRows)
        .description("Changed rows that the source of truth does not have yet")
        .register(registry);
    Gauge.builder("tiffin.events.lease", events, it -> it.holdsLease() ? 1 : 0)
        .description("1 while this process may write live rows")
        .register(registry);
    Gauge.builder("tiffin.events.log.size", log, EventLog::bytes)
        .baseUnit("bytes")
        .description("All files of the log")
        .register(registry);
    FunctionCounter.builder("tiffin.events.log.forces", log, EventLog::forces)
        .description("How often the device was waited for")
        .register(registry);
  }
}
