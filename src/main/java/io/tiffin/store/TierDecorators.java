package io.tiffin.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;

/** What is put around every technology, and around every layer of the chain. */
final class TierDecorators {

  private final MeterRegistry meters;
  private final Ticker ticker;

  TierDecorators(MeterRegistry meters, Ticker ticker) {
    this.meters = meters;
    this.ticker = ticker;
  }

  /** Around a source of truth. */
  FeatureStore source(StoreTier tier, FeatureStore store) {
    return new ObservedFeatureStore(store, meters, ticker);
  }

  /** Around a remote cache. */
  RowCache cache(StoreTier tier, RowCache cache) {
    return cache;
  }

  /** Around a near cache with everything behind it. */
  FeatureStore nearCache(StoreTier tier, FeatureStore layer) {
    return layer;
  }
}
