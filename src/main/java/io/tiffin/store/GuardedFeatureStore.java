package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardedCall.Admitted;
import io.tiffin.guard.GuardedCall.Refused;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A store that is not asked while it does not answer: what would be asked fails at once, with the
 * guard's refusal as the cause. Reads and writes are guarded apart, for a store that takes no
 * writes may well answer reads. An exception that the store throws against its contract fails the
 * keys of its call. Checks are always made.
 */
final class GuardedFeatureStore implements FeatureStore {

  private final FeatureStore store;
  private final Guard reads;
  private final Guard writes;

  GuardedFeatureStore(FeatureStore store, Guard reads, Guard writes) {
    this.store = store;
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public Source source() {
    return store.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    return switch (reads.enter(query.deadline())) {
      case Refused(Exception cause) -> failed(query, cause);
      case Admitted call -> find(query, call);
    };
  }

  private List<Outcome> find(Query query, Admitted call) {
    List<Outcome> outcomes;
    try {
      outcomes = store.find(new Query(query.keys(), call.deadline(), query.consistency()));
    } catch (RuntimeException e) {
      call.failed(e);
      return failed(query, e);
    } catch (Error e) {
      call.failed(e);
      throw e;
    }
    GuardTally.endFind(call, outcomes);
    return outcomes;
  }

  private List<Outcome> failed(Query query, Exception cause) {
    return Collections.nCopies(
        query.keys().size(),
        new Outcome.Failed(Outcome.Failed.Reason.ERROR, cause, store.source()));
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    return write(rows.size(), deadline, within -> store.put(rows, within));
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    return write(1, deadline, within -> List.of(store.delete(key, revision, within))).getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    return write(1, deadline, within -> List.of(store.replace(row, expectedRevision, within)))
        .getFirst();
  }

  private List<WriteOutcome> write(
      int rows, Deadline deadline, Function<Deadline, List<WriteOutcome>> write) {
    return GuardedWrites.write(store.source(), writes, rows, deadline, write);
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
