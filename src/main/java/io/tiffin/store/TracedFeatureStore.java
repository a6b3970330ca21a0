package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.trace.Span;
import java.util.List;

/** A store whose calls are told by {@link TierSpans}; it changes no answer. */
final class TracedFeatureStore implements FeatureStore {

  private final FeatureStore store;
  private final TierSpans spans;

  TracedFeatureStore(FeatureStore store, TierSpans spans) {
    this.store = store;
    this.spans = spans;
  }

  @Override
  public Source source() {
    return store.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    try (Span span = spans.read(query.keys())) {
      List<Outcome> outcomes = store.find(query);
      spans.found(span, outcomes);
      return outcomes;
    }
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    try (Span span = spans.write("put", rows, Row::key)) {
      List<WriteOutcome> outcomes = store.put(rows, deadline);
      spans.wrote(span, outcomes);
      return outcomes;
    }
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    try (Span span = spans.write("delete", List.of(key), same -> same)) {
      WriteOutcome outcome = store.delete(key, revision, deadline);
      spans.wrote(span, List.of(outcome));
      return outcome;
    }
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    try (Span span = spans.write("replace", List.of(row), Row::key)) {
      WriteOutcome outcome = store.replace(row, expectedRevision, deadline);
      spans.wrote(span, List.of(outcome));
      return outcome;
    }
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
