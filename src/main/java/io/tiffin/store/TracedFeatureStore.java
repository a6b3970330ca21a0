package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.trace.Span;
import java.util.List;

/** A store whose calls are told by {@link TierSpans}; it changes no answer. */
final class TracedFeatureStore extends ForwardingFeatureStore {

  private final TierSpans spans;

  TracedFeatureStore(FeatureStore store, TierSpans spans) {
    super(store);
    this.spans = spans;
  }

  @Override
  public List<Outcome> find(Query query) {
    try (Span span = spans.read(query.keys())) {
      List<Outcome> outcomes = super.find(query);
      spans.found(span, outcomes);
      return outcomes;
    }
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    try (Span span = spans.write("put", rows, Row::key)) {
      List<WriteOutcome> outcomes = super.put(rows, deadline);
      spans.wrote(span, outcomes);
      return outcomes;
    }
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    try (Span span = spans.write("delete", List.of(key), same -> same)) {
      WriteOutcome outcome = super.delete(key, revision, deadline);
      spans.wrote(span, List.of(outcome));
      return outcome;
    }
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    try (Span span = spans.write("replace", List.of(row), Row::key)) {
      WriteOutcome outcome = super.replace(row, expectedRevision, deadline);
      spans.wrote(span, List.of(outcome));
      return outcome;
    }
  }
}
