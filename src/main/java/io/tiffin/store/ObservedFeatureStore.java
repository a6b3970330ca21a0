package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Query.Consistency;
import java.util.List;

/** A store whose answers are counted and timed by {@link TierMeters}; it changes none of them. */
public final class ObservedFeatureStore implements FeatureStore {

  private final FeatureStore store;
  private final TierMeters meters;
  private final Ticker ticker;

  ObservedFeatureStore(FeatureStore store, TierMeters meters, Ticker ticker) {
    this.store = store;
    this.meters = meters;
    this.ticker = ticker;
  }

  @Override
  public Source source() {
    return store.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    long begun = ticker.nanos();
    List<Outcome> outcomes = store.find(query);
    if (query.consistency() == Consistency.SOURCE && meters.isCache()) {
      return outcomes; // it went past the cache
    }
    meters.found(outcomes, query, ticker.nanos() - begun);
    return outcomes;
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    long begun = ticker.nanos();
    List<WriteOutcome> outcomes = store.put(rows, deadline);
    meters.wrote(outcomes, ticker.nanos() - begun);
    return outcomes;
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    long begun = ticker.nanos();
    return observed(store.delete(key, revision, deadline), begun);
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    long begun = ticker.nanos();
    return observed(store.replace(row, expectedRevision, deadline), begun);
  }

  private WriteOutcome observed(WriteOutcome outcome, long begun) {
    meters.wrote(List.of(outcome), ticker.nanos() - begun);
    return outcome;
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
