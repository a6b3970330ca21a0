package io.tiffin.store.caffeine;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store that answers from the memory of this process what it has read before, and reads the rest
 * from the next one.
 *
 * <p>A write goes to the next store first; what it acknowledged replaces what is held, before the
 * caller is answered, and what it did not acknowledge takes away what is older. A write warms
 * nothing: rows that are written are many more than rows that are read.
 */
final class NearCachedFeatureStore implements FeatureStore {

  private final NextTier next;
  private final FeatureStore store;
  private final HeldRows rows;
  private final ChangeWatch watch;
  private final Refreshes refreshes;
  private volatile boolean closed;

  NearCachedFeatureStore(NextTier next, Refreshes refreshes) {
    this.next = next;
    this.refreshes = refreshes;
    store = next.store();
    rows = next.rows();
    watch = next.watch();
  }

  @Override
  public Source source() {
    return store.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    if (query.consistency() == Consistency.SOURCE) {
      return findAtSource(query);
    }
    if (closed) {
      return store.find(query);
    }
    if (query.deadline().hasPassed()) {
      Outcome late = new Outcome.Failed(Reason.TIMED_OUT, null, source());
      return Collections.nCopies(query.keys().size(), late);
    }
    return findNearest(query);
  }

  /** The path of every hit: nothing is allocated per key. */
  private List<Outcome> findNearest(Query query) {
    List<RowKey> keys = query.keys();
    @Nullable Outcome[] outcomes = new @Nullable Outcome[keys.size()];
    Epoch epoch = watch.epoch();
    long now = next.ticker().nanos();
    boolean missing = false;
    boolean due = false;
    for (int i = 0; i < outcomes.length; i++) {
      if (rows.get(keys.get(i)) instanceof Loaded loaded && loaded.isServed(epoch, now)) {
        outcomes[i] = loaded.outcome();
        due |= loaded.isDue(now);
      } else {
        missing = true;
      }
    }
    if (due) {
      refreshes.begin(keys);
    }
    if (missing) {
      new Lookup(next, query, outcomes).complete();
    }
    return complete(outcomes);
  }

  @SuppressWarnings("NullAway") // every key has an outcome by now
  private static List<Outcome> complete(@Nullable Outcome[] outcomes) {
    return Collections.unmodifiableList(Arrays.asList(outcomes));
  }

  /** What the source shows to be newer than what is held is not held any longer. */
  private List<Outcome> findAtSource(Query query) {
    List<Outcome> outcomes = store.find(query);
    for (int i = 0; i < outcomes.size(); i++) {
      RowKey key = query.keys().get(i);
      if (rows.get(key) instanceof Loaded loaded && loaded.revision() < revision(outcomes.get(i))) {
        rows.settle(key, loaded, null);
      }
    }
    return outcomes;
  }

  private static long revision(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found(Row row, Source _) -> row.revision();
      case Outcome.Absent(long revision, Source _) -> revision;
      case Outcome.Failed _ -> 0;
    };
  }

  @Override
  public List<WriteOutcome> put(List<Row> written, Deadline deadline) {
    Epoch epoch = watch.epoch();
    long begun = next.ticker().nanos();
    List<WriteOutcome> outcomes = store.put(written, deadline);
    for (int i = 0; i < outcomes.size(); i++) {
      bringTo(written.get(i), outcomes.get(i), epoch, begun);
    }
    return outcomes;
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    Epoch epoch = watch.epoch();
    long begun = next.ticker().nanos();
    WriteOutcome outcome = store.replace(row, expectedRevision, deadline);
    bringTo(row, outcome, epoch, begun);
    return outcome;
  }

  private void bringTo(Row row, WriteOutcome outcome, Epoch epoch, long begun) {
    Trust trust = watch.trust(epoch, begun);
    bringTo(row.key(), row.revision(), outcome, next.ages().row(row, epoch, trust, begun));
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    Epoch epoch = watch.epoch();
    long begun = next.ticker().nanos();
    WriteOutcome outcome = store.delete(key, revision, deadline);
    Trust trust = watch.trust(epoch, begun);
    bringTo(key, revision, outcome, next.ages().absence(key, revision, epoch, trust, begun));
    return outcome;
  }

  private void bringTo(RowKey key, long revision, WriteOutcome outcome, Loaded written) {
    switch (outcome) {
      case WriteOutcome.Applied _ ->
          rows.bringTo(key, revision, written, newer -> newer.epoch() == watch.epoch());
      case WriteOutcome.Superseded(long stored) -> rows.bringTo(key, stored, null, _ -> false);
      case WriteOutcome.Failed _ -> {
        watch.doubt();
        rows.bringTo(key, revision, null, _ -> false);
      }
    }
  }

  /** Whether rows can be read: memory always can. */
  @Override
  public Check check(Deadline deadline) {
    return store.check(deadline);
  }

  @Override
  public void close() {
    closed = true;
    rows.dropAll();
    store.close();
  }
}
