package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import java.util.List;

/** Passes everything on; tests override what they look at. */
class ForwardingRowCache implements RowCache {

  final RowCache cache;

  ForwardingRowCache(RowCache cache) {
    this.cache = cache;
  }

  @Override
  public Source source() {
    return cache.source();
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    return cache.find(keys, deadline);
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
    return cache.update(changes, deadline);
  }

  @Override
  public FeatureStore.Check check(Deadline deadline) {
    return cache.check(deadline);
  }

  @Override
  public void close() {
    cache.close();
  }
}
