package io.tiffin.event.embedded;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted and timed of publication. */
final class PublishMeters {

  private final Timer pass;
  private final Counter published;
  private final Counter failed;

  PublishMeters(MeterRegistry registry) {
    pass =
        Timer.builder("tiffin.events.publish")
            .description("A pass that wrote changed rows to the source of truth")
            .register(registry);
    published =
        Counter.builder("tiffin.events.rows.published")
            .description("Rows written to the source of truth")
            .register(registry);
    failed =
        Counter.builder("tiffin.events.rows.failed")
            .description("Rows that the source of truth did not take, each time they were tried")
            .register(registry);
  }

  void passed(Duration took, int publishedRows, int failedRows) {
    if (publishedRows + failedRows > 0) {
      pass.record(took);
    }
    published.increment(publishedRows);
    failed.increment(failedRows);
  }
}
