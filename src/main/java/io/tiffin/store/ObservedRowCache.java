package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore.Check;
import java.util.List;

/** A cache whose answers are counted and timed by {@link TierMeters}; it changes none of them. */
final class ObservedRowCache implements RowCache {

  private final RowCache cache;
  private final TierMeters meters;
  private final Ticker ticker;

  ObservedRowCache(RowCache cache, TierMeters meters, Ticker ticker) {
    this.cache = cache;
    this.meters = meters;
    this.ticker = ticker;
  }

  @Override
  public Source source() {
    return cache.source();
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    long begun = ticker.nanos();
    List<CacheRead> reads = cache.find(keys, deadline);
    meters.read(reads, keys, ticker.nanos() - begun);
    return reads;
  }

  @Override
  public List<Lease> lease(List<RowKey> keys, Deadline deadline) {
    return cache.lease(keys, deadline);
  }

  @Override
  public void fill(List<Fill> fills, Deadline deadline) {
    cache.fill(fills, deadline);
  }

  @Override
  public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
    long begun = ticker.nanos();
    List<WriteOutcome> outcomes = cache.update(changes, deadline);
    meters.wrote(outcomes, ticker.nanos() - begun);
    return outcomes;
  }

  @Override
  public Check check(Deadline deadline) {
    return cache.check(deadline);
  }

  @Override
  public void close() {
    cache.close();
  }
}
