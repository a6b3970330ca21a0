package io.tiffin.health;

import io.tiffin.guard.Guards;
import io.tiffin.model.GuardedModel;
import io.tiffin.model.Manifest;
import io.tiffin.model.ServedStatus;
import io.tiffin.model.ServedStatus.Status;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Which model is served. Up without any too: the physical baseline answers then, and says so. While
 * the model loads, warm-up keeps the service from being ready.
 */
final class ModelHealthIndicator implements HealthIndicator {

  private final ServedStatus served;
  private final Guards guards;

  ModelHealthIndicator(ServedStatus served, Guards guards) {
    this.served = served;
    this.guards = guards;
  }

  @Override
  public Health health() {
    return switch (served.status()) {
      case Status.Serving serving -> serving(serving.version().manifest());
      case Status.Loading ignored -> Health.up().withDetail("served", "none yet: it loads").build();
      case Status.Unavailable(String reason) ->
          Health.up()
              .withDetail("served", "none: the physical baseline answers")
              .withDetail("reason", reason)
              .build();
    };
  }

  private Health serving(Manifest manifest) {
    Health.Builder health =
        Health.up()
            .withDetail("served", manifest.name())
            .withDetail("version", manifest.version())
            .withDetail("engine", manifest.engine().name() + " " + manifest.engine().version());
    guards
        .reading(GuardedModel.guardName(manifest))
        .ifPresent(guard -> health.withDetail("guard", guard));
    return health.build();
  }
}
