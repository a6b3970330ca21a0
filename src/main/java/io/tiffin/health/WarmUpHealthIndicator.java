package io.tiffin.health;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Out of service until the path of an estimate is warm. */
final class WarmUpHealthIndicator implements HealthIndicator {

  private volatile boolean warm;

  void becomeWarm() {
    warm = true;
  }

  @Override
  public Health health() {
    return warm
        ? Health.up().build()
        : Health.outOfService().withDetail("waitingFor", "warm-up").build();
  }
}
