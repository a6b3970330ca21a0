package io.tiffin.store.caffeine;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.WriteOutcome;
import java.util.List;

/** A source in which something can happen between the reading of a row and its arrival. */
final class HookedStore implements FeatureStore {

  final InMemoryFeatureStore rows = new InMemoryFeatureStore();
  private volatile Runnable afterRead = () -> {};
  private volatile Runnable afterWrite = () -> {};
  private volatile boolean losingAnswers;

  /** From now on each look-up runs this after it has read, and before it answers. */
  void afterRead(Runnable action) {
    afterRead = action;
  }

  /** The next look-up, and only that, runs this after it has read, and before it answers. */
  void afterNextRead(Runnable action) {
    afterRead =
        () -> {
          afterRead = () -> {};
          action.run();
        };
  }

  /** The next write, and only that, runs this after it was applied, and before it answers. */
  void afterNextWrite(Runnable action) {
    afterWrite =
        () -> {
          afterWrite = () -> {};
          action.run();
        };
  }

  /** Whether writes are applied but answered as failed from now on. */
  void losingAnswers(boolean losing) {
    losingAnswers = losing;
  }

  @Override
  public Source source() {
    return rows.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    List<Outcome> outcomes = rows.find(query);
    afterRead.run();
    return outcomes;
  }

  @Override
  public List<WriteOutcome> put(List<Row> written, Deadline deadline) {
    List<WriteOutcome> outcomes = rows.put(written, deadline);
    afterWrite.run();
    return outcomes.stream().map(this::told).toList();
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    return told(rows.delete(key, revision, deadline));
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    return told(rows.replace(row, expectedRevision, deadline));
  }

  private WriteOutcome told(WriteOutcome outcome) {
    return losingAnswers ? new WriteOutcome.Failed("the answer was lost", null) : outcome;
  }

  @Override
  public Check check(Deadline deadline) {
    return rows.check(deadline);
  }

  @Override
  public void close() {
    rows.close();
  }
}
