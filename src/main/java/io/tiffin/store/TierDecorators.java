package io.tiffin.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.OpenTiers.OpenTier;
import io.tiffin.store.OpenTiers.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is put around every technology, and around a near cache. Used by one thread, at start. */
final class TierDecorators {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Ticker ticker;
  private final List<String> views;
  private final List<OpenTier> open = new ArrayList<>();

  TierDecorators(MeterRegistry registry, Catalogue catalogue, InstantSource clock, Ticker ticker) {
    this.registry = registry;
    this.clock = clock;
    this.ticker = ticker;
    views =
        catalogue.views().stream()
            .filter(view -> view.kind() != ViewKind.REQUEST)
            .map(FeatureView::name)
            .toList();
  }

  /** Around a source of truth. */
  FeatureStore source(StoreTier tier, FeatureStore store) {
    TierMeters meters = new TierMeters(tier.source(), false, views, registry, clock);
    open.add(
        new OpenTier(
            tier.source(), Role.SOURCE_OF_TRUTH, store::check, meters, OptionalLong::empty));
    return new ObservedFeatureStore(store, meters, ticker);
  }

  /** Around a remote cache. */
  RowCache cache(StoreTier tier, RowCache cache) {
    TierMeters meters = new TierMeters(tier.source(), true, views, registry, clock);
    open.add(new OpenTier(tier.source(), Role.CACHE, cache::check, meters, OptionalLong::empty));
    return new ObservedRowCache(cache, meters, ticker);
  }

  /** What is counted of a near cache, which may stand in front of several chains. */
  TierMeters nearCache(StoreTier tier, CachingTier cache) {
    TierMeters meters = new TierMeters(tier.source(), true, views, registry, clock);
    open.add(
        new OpenTier(
            tier.source(),
            Role.NEAR_CACHE,
            _ -> new Check(true, "%,d bytes of rows".formatted(cache.weight())),
            meters,
            () -> OptionalLong.of(cache.weight())));
    return meters;
  }

  /** Around a near cache with everything behind it. */
  FeatureStore nearCached(FeatureStore layer, TierMeters meters) {
    return new ObservedFeatureStore(layer, meters, ticker);
  }

  OpenTiers openTiers() {
    return new OpenTiers(open);
  }
}
