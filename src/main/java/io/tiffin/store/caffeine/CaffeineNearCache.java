package io.tiffin.store.caffeine;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Source;
import io.tiffin.store.CachingTier;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.RowLifetimes;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The near cache: one bounded amount of memory for all chains, whose views are their own. */
final class CaffeineNearCache implements CachingTier {

  static final Source SOURCE = new Source("NEAR_CACHE");

  private final NearCacheProperties properties;
  private final HeldRows rows;
  private final Ages ages;
  private final Executor behind;
  private final Ticker ticker;

  /**
   * @param random for the jitter of ages; used by many threads at once
   * @param behind where entries are refreshed; may refuse
   */
  CaffeineNearCache(
      NearCacheProperties properties,
      RowLifetimes lifetimes,
      RandomGenerator random,
      Executor behind,
      Ticker ticker) {
    this.properties = properties;
    this.behind = behind;
    this.ticker = ticker;
    rows =
        new HeldRows(
            properties.maxWeight().toBytes(), properties.refreshTimeout().toNanos(), ticker);
    ages = new Ages(properties, lifetimes, random, SOURCE);
  }

  @Override
  public Source source() {
    return SOURCE;
  }

  @Override
  public FeatureStore over(FeatureStore next, Coherence coherence) {
    ChangeWatch watch = watch(coherence);
    NextTier tier = new NextTier(next, rows, watch, ages, ticker);
    Refreshes refreshes =
        new Refreshes(tier, behind, properties.refreshTimeout(), properties.concurrentRefreshes());
    return new NearCachedFeatureStore(tier, refreshes);
  }

  private ChangeWatch watch(Coherence coherence) {
    return switch (coherence) {
      case Coherence.SoleWriter _ -> new ChangeWatch(rows, Trust.SOLE_WRITER, ticker);
      case Coherence.Unannounced _ -> new ChangeWatch(rows, Trust.UNTOLD, ticker);
      case Coherence.Announced announced -> {
        ChangeWatch watch = new ChangeWatch(rows, Trust.UNTOLD, ticker);
        announced.changes().listen(watch);
        yield watch;
      }
    };
  }

  @Override
  public long weight() {
    return rows.weight();
  }
}
