package io.tiffin.health;

import io.tiffin.serving.FreshnessMeters.Freshness;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Degraded while too many of the values that orders need are too old to be served. */
final class FreshnessHealthIndicator implements HealthIndicator {

  private final Supplier<List<Freshness>> views;
  private final double mostOutsideMaxAge;

  FreshnessHealthIndicator(Supplier<List<Freshness>> views, double mostOutsideMaxAge) {
    this.views = views;
    this.mostOutsideMaxAge = mostOutsideMaxAge;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (Freshness view : views.get()) {
      OptionalDouble recent = view.recentShareOutsideMaxAge();
      if (recent.isPresent() && recent.getAsDouble() > mostOutsideMaxAge) {
        health.status(Degraded.STATUS);
        health.withDetail(
            view.view(),
            "%.0f %% of the values read are too old".formatted(100 * recent.getAsDouble()));
      }
    }
    return health.build();
  }
}
