package io.tiffin.health;

import io.tiffin.event.EventRuntimeStatus;
import io.tiffin.event.EventRuntimeStatus.Acceptance;
import io.tiffin.event.EventRuntimeStatus.Reading;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Degraded while events are not accepted here. A replica that stands by because another one has the
 * lease is degraded too, and answers estimates all the same.
 */
final class EventsHealthIndicator implements HealthIndicator {

  private final ObjectProvider<EventRuntimeStatus> runtimes;

  /**
   * @param runtimes the one there is, or none
   */
  EventsHealthIndicator(ObjectProvider<EventRuntimeStatus> runtimes) {
    this.runtimes = runtimes;
  }

  @Override
  public Health health() {
    EventRuntimeStatus runtime = runtimes.getIfAvailable();
    return runtime == null
        ? Health.up().withDetail("runtime", "none").build()
        : health(runtime.runtime(), runtime.reading());
  }

  private static Health health(String runtime, Reading reading) {
    Health.Builder health =
        Health.up()
            .withDetail("runtime", runtime)
            .withDetail("lagEvents", reading.lagEvents())
            .withDetail("unpublishedRows", reading.unpublishedRows());
    reading.details().forEach(health::withDetail);
    return switch (reading.acceptance()) {
      case Acceptance.Accepting _ -> health.build();
      case Acceptance.NotAccepting(String reason) ->
          health.status(Degraded.STATUS).withDetail("notAcceptingBecause", reason).build();
    };
  }
}
