package io.tiffin.health;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.OpenTiers;
import io.tiffin.store.OpenTiers.OpenTier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks all tiers how they are, at once and with little patience: health must be answered while
 * tiers are dead, before a probe gives up.
 */
final class TierChecks {

  /** Chosen: probes usually give up after a second. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final OpenTiers tiers;
  private final Ticker ticker;

  TierChecks(OpenTiers tiers, Ticker ticker) {
    this.tiers = tiers;
    this.ticker = ticker;
  }

  /** What each tier says, in their order. */
  Map<OpenTier, Check> all() {
    Deadline deadline = Deadline.in(PATIENCE, ticker);
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<OpenTier, CompletableFuture<Check>> asked = new LinkedHashMap<>();
      for (OpenTier tier : tiers.tiers()) {
        asked.put(tier, CompletableFuture.supplyAsync(() -> tier.check().apply(deadline), each));
      }
      Map<OpenTier, Check> answers = new LinkedHashMap<>();
      asked.forEach((tier, check) -> answers.put(tier, check.join()));
      return answers;
    }
  }
}
