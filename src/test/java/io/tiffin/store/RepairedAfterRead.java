package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import java.util.List;

/** A cache whose repairs end just after it has answered. */
final class RepairedAfterRead extends ForwardingRowCache {

  private final CacheRepairs repairs;

  RepairedAfterRead(RowCache cache, CacheRepairs repairs) {
    super(cache);
    this.repairs = repairs;
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    List<CacheRead> reads = super.find(keys, deadline);
    var _ = repairs.repair();
    return reads;
  }
}
