package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.trace.Span;
import java.util.List;

/**
 * A cache whose look-ups and updates are told by {@link TierSpans}; it changes no answer. Leases
 * and fills are not told: they are what a look-up costs besides.
 */
final class TracedRowCache implements RowCache {

  private final RowCache cache;
  private final TierSpans spans;

  TracedRowCache(RowCache cache, TierSpans spans) {
    this.cache = cache;
    this.spans = spans;
  }

  @Override
  public Source source() {
    return cache.source();
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    try (Span span = spans.read(keys)) {
      List<CacheRead> reads = cache.find(keys, deadline);
      spans.cached(span, reads);
      return reads;
    }
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
    try (Span span = spans.write("update", changes, Standing::key)) {
      List<WriteOutcome> outcomes = cache.update(changes, deadline);
      spans.wrote(span, outcomes);
      return outcomes;
    }
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
