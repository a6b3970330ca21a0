package io.tiffin.health;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.OpenTiers.OpenTier;
import java.time.Duration;

/** Asks a tier how it is, with little patience: health must be answered while a tier is dead. */
final class TierChecks {

  /** Chosen: probes usually give up after a second. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final Ticker ticker;

  TierChecks(Ticker ticker) {
    this.ticker = ticker;
  }

  Check of(OpenTier tier) {
    return tier.check().apply(Deadline.in(PATIENCE, ticker));
  }
}
