package io.tiffin.health;

import static java.util.stream.Collectors.toMap;

import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardReading;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.OpenTiers.OpenTier;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What each tier says of itself. Never down: with a dead tier the service answers from the next
 * rung of the ladder, and taking every replica out for it would answer nobody.
 */
final class TiersHealthIndicator implements HealthIndicator {

  private final TierChecks checks;

  TiersHealthIndicator(TierChecks checks) {
    this.checks = checks;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (Map.Entry<OpenTier, Check> each : checks.all().entrySet()) {
      OpenTier tier = each.getKey();
      Check check = each.getValue();
      List<GuardReading> guards = tier.guards().stream().map(Guard::reading).toList();
      if (!check.usable() || guards.stream().anyMatch(guard -> guard.state() == State.OPEN)) {
        health.status(Degraded.STATUS);
      }
      health.withDetail(
          tier.source().name(),
          Map.of(
              "usable", check.usable(),
              "detail", check.detail(),
              "guards", guards.stream().collect(toMap(GuardReading::name, GuardReading::state))));
    }
    return health.build();
  }
}
