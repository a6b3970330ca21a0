package io.tiffin.health;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStore.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What each store says of itself. Always up: with a dead store the service answers from the next
 * rung of the ladder, and taking every replica out for it would answer nobody.
 */
final class TiersHealthIndicator implements HealthIndicator {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final List<FeatureStore> stores;
  private final Ticker ticker;

  TiersHealthIndicator(List<FeatureStore> stores, Ticker ticker) {
    this.stores = stores;
    this.ticker = ticker;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (FeatureStore store : stores) {
      Check check = store.check(Deadline.in(PATIENCE, ticker));
      health.withDetail(
          store.source().name(), Map.of("usable", check.usable(), "detail", check.detail()));
    }
    return health.build();
  }
}
