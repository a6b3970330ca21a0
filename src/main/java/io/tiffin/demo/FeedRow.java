package io.tiffin.demo;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The row that says how far the city's events have come, in the store. It is written after all rows
 * that it speaks for.
 */
final class FeedRow implements LongSupplier {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final RowKey key;
  private final FeatureStore store;
  private final Ticker ticker;

  FeedRow(String cityId, FeatureStore store, Ticker ticker) {
    key = new RowKey("feed", cityId);
    this.store = store;
    this.ticker = ticker;
  }

  /** Its revision, which grows each time it is written; 0 if there is none, or nobody knows. */
  @Override
  public long getAsLong() {
    Query query = new Query(List.of(key), Deadline.in(PATIENCE, ticker), Consistency.SOURCE);
    return store.find(query).getFirst() instanceof Outcome.Found found ? found.row().revision() : 0;
  }
}
