package io.tiffin.health;

import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Which model is served. Up without any too: the physical baseline answers then, and says so. */
final class ModelHealthIndicator implements HealthIndicator {

  private final Supplier<Optional<Model>> served;

  ModelHealthIndicator(Supplier<Optional<Model>> served) {
    this.served = served;
  }

  @Override
  public Health health() {
    return served
        .get()
        .map(Model::manifest)
        .map(ModelHealthIndicator::serving)
        .orElseGet(
            () -> Health.up().withDetail("served", "none: the physical baseline answers").build());
  }

  private static Health serving(Manifest manifest) {
    return Health.up()
        .withDetail("served", manifest.name())
        .withDetail("version", manifest.version())
        .withDetail("engine", manifest.engine().name() + " " + manifest.engine().version())
        .build();
  }
}
