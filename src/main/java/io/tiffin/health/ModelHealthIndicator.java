package io.tiffin.health;

import io.tiffin.model.Manifest;
import io.tiffin.model.ServedModel;
import io.tiffin.model.ServedModel.Status;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Which model is served. Up without any too: the physical baseline answers then, and says so. While
 * the model loads, warm-up keeps the service from being ready.
 */
final class ModelHealthIndicator implements HealthIndicator {

  private final ServedModel served;

  ModelHealthIndicator(ServedModel served) {
    this.served = served;
  }

  @Override
  public Health health() {
    return switch (served.status()) {
      case Status.Serving serving -> serving(serving.model().manifest());
      case Status.Loading ignored -> Health.up().withDetail("served", "none yet: it loads").build();
      case Status.Unavailable(String reason) ->
          Health.up()
              .withDetail("served", "none: the physical baseline answers")
              .withDetail("reason", reason)
              .build();
    };
  }

  private static Health serving(Manifest manifest) {
    return Health.up()
        .withDetail("served", manifest.name())
        .withDetail("version", manifest.version())
        .withDetail("engine", manifest.engine().name() + " " + manifest.engine().version())
        .build();
  }
}
