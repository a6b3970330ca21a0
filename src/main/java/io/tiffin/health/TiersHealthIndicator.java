package io.tiffin.health;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.OpenTiers;
import io.tiffin.store.OpenTiers.OpenTier;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What each store says of itself. Always up: with a dead store the service answers from the next
 * rung of the ladder, and taking every replica out for it would answer nobody.
 */
final class TiersHealthIndicator implements HealthIndicator {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final OpenTiers tiers;
  private final Ticker ticker;

  TiersHealthIndicator(OpenTiers tiers, Ticker ticker) {
    this.tiers = tiers;
    this.ticker = ticker;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (OpenTier tier : tiers.tiers()) {
      Check check = tier.check().apply(Deadline.in(PATIENCE, ticker));
      health.withDetail(
          tier.source().name(), Map.of("usable", check.usable(), "detail", check.detail()));
    }
    return health.build();
  }
}
