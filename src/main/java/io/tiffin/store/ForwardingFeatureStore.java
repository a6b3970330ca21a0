package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import java.util.List;

/** A store that passes to another one whatever a subclass does not do its own way. */
abstract class ForwardingFeatureStore implements FeatureStore {

  protected final FeatureStore store;

  ForwardingFeatureStore(FeatureStore store) {
    this.store = store;
  }

  @Override
  public Source source() {
    return store.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    return store.find(query);
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    return store.put(rows, deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    return store.delete(key, revision, deadline);
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    return store.replace(row, expectedRevision, deadline);
  }

  @Override
  public Check check(Deadline deadline) {
    return store.check(deadline);
  }

  @Override
  public void close() {
    store.close();
  }
}
