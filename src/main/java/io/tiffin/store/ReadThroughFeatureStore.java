package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A store that answers from a cache what the cache knows, and reads the rest from the next one.
 *
 * <p>Writes go to the next store first. What it acknowledged is then brought to the cache, before
 * the caller is answered; if the cache does not take it in time, it is tried again behind ({@link
 * CacheRepairs}), and this process reads past the cache for that row until it is done. So the cache
 * is never ahead of the source, and behind it only for a process that could not reach the cache: no
 * longer than the row's time to live there.
 *
 * <p>What was missed is filled in under a lease, behind the caller's back. A cache that fails is
 * passed by, and costs its own time limit at most.
 */
final class ReadThroughFeatureStore implements FeatureStore {

  private final RowCache cache;
  private final FeatureStore next;
  private final CacheRepairs repairs;
  private final Duration fillTimeout;
  private final Executor behind;

  /**
   * @param repairs of the same cache
   * @param fillTimeout how long filling in may take
   * @param behind where fills are made; may refuse with {@link RejectedExecutionException}, then
   *     nothing is filled in
   */
  ReadThroughFeatureStore(
      RowCache cache,
      FeatureStore next,
      CacheRepairs repairs,
      Duration fillTimeout,
      Executor behind) {
    this.cache = cache;
    this.next = next;
    this.repairs = repairs;
    this.fillTimeout = fillTimeout;
    this.behind = behind;
  }

  @Override
  public Source source() {
    return next.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    List<RowKey> keys = query.keys();
    if (query.consistency() == Consistency.SOURCE || keys.isEmpty()) {
      return next.find(query);
    }
    @Nullable Outcome[] outcomes = new @Nullable Outcome[keys.size()];
    List<Missed> missed = readCache(query, outcomes);
    if (!missed.isEmpty()) {
      readNext(query, missed, outcomes);
    }
    return complete(outcomes);
  }

  /** A key that the cache did not answer. */
  private record Missed(int index, RowKey key, boolean fillable) {}

  /**
   * What is pending is asked of before the cache is: a repair that ends between the cache's answer
   * and the question would make an old answer look good.
   */
  private List<Missed> readCache(Query query, @Nullable Outcome[] outcomes) {
    List<RowKey> keys = query.keys();
    boolean[] pending = new boolean[outcomes.length];
    for (int i = 0; i < pending.length; i++) {
      pending[i] = repairs.isPending(keys.get(i));
    }
    List<CacheRead> reads = cache.find(keys, query.deadline());
    List<Missed> missed = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      CacheRead read = reads.get(i);
      if (read instanceof CacheRead.Hit(Outcome outcome) && !pending[i]) {
        outcomes[i] = outcome;
      } else {
        boolean fillable = read instanceof CacheRead.Miss && !pending[i];
        missed.add(new Missed(i, keys.get(i), fillable));
      }
    }
    return missed;
  }

  private void readNext(Query query, List<Missed> missed, @Nullable Outcome[] outcomes) {
    List<RowKey> fillable =
        missed.stream().filter(Missed::fillable).map(Missed::key).distinct().toList();
    List<Lease> leases = fillable.isEmpty() ? List.of() : cache.lease(fillable, query.deadline());
    List<RowKey> keys = missed.stream().map(Missed::key).toList();
    List<Outcome> found = next.find(new Query(keys, query.deadline(), query.consistency()));
    for (int i = 0; i < found.size(); i++) {
      outcomes[missed.get(i).index()] = found.get(i);
    }
    fill(fillable, leases, keys, found, query.deadline());
  }

  private void fill(
      List<RowKey> fillable,
      List<Lease> leases,
      List<RowKey> keys,
      List<Outcome> found,
      Deadline deadline) {
    List<Fill> fills = new ArrayList<>(fillable.size());
    for (int i = 0; i < leases.size(); i++) {
      if (leases.get(i).granted()) {
        RowKey key = fillable.get(i);
        Standing standing = standing(key, found.get(keys.indexOf(key)));
        if (standing != null) {
          fills.add(new Fill(leases.get(i), standing));
        }
      }
    }
    if (!fills.isEmpty()) {
      Deadline filled = Deadline.in(fillTimeout, deadline.ticker());
      try {
        behind.execute(() -> cache.fill(fills, filled));
      } catch (RejectedExecutionException _) {
        // too much is being filled in already: the next reader tries again when the lease has ended
      }
    }
  }

  /** What to remember of the next tier's answer; nothing of a failure. */
  private static @Nullable Standing standing(RowKey key, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found(Row row, Source _) -> new Standing.Present(row);
      case Outcome.Absent(long revision, Source _) -> new Standing.Absent(key, revision);
      case Outcome.Failed _ -> null;
    };
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    Deadline promptly = promptly(deadline);
    List<WriteOutcome> outcomes = next.put(rows, deadline);
    List<Standing> changes = new ArrayList<>(rows.size());
    for (int i = 0; i < outcomes.size(); i++) {
      Row row = rows.get(i);
      changes.add(standing(new Standing.Present(row), outcomes.get(i)));
    }
    update(changes, promptly);
    return outcomes;
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    Deadline promptly = promptly(deadline);
    WriteOutcome outcome = next.delete(key, revision, deadline);
    update(List.of(standing(new Standing.Absent(key, revision), outcome)), promptly);
    return outcome;
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    Deadline promptly = promptly(deadline);
    WriteOutcome outcome = next.replace(row, expectedRevision, deadline);
    update(List.of(standing(new Standing.Present(row), outcome)), promptly);
    return outcome;
  }

  /**
   * What stands after a write. One that failed may have been applied all the same, now or in a
   * moment: what is older must be read from the next tier again.
   */
  private static Standing standing(Standing written, WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Applied _ -> written;
      case WriteOutcome.Superseded(long stored) -> new Standing.AtLeast(written.key(), stored);
      case WriteOutcome.Failed _ -> new Standing.AtLeast(written.key(), written.revision());
    };
  }

  private Deadline promptly(Deadline deadline) {
    return Deadline.in(fillTimeout, deadline.ticker());
  }

  /**
   * @param promptly when another process may have written, told the cache, and the cache forgotten:
   *     later than that what was written is not put in, only what is older is taken out
   */
  private void update(List<Standing> changes, Deadline promptly) {
    if (!changes.isEmpty()) {
      repairs.update(
          promptly.hasPassed()
              ? changes.stream().map(ReadThroughFeatureStore::outdating).toList()
              : changes);
    }
  }

  private static Standing outdating(Standing change) {
    return new Standing.AtLeast(change.key(), change.revision());
  }

  /** Whether rows can be read; what the cache says is asked of the tier. */
  @Override
  public Check check(Deadline deadline) {
    return next.check(deadline);
  }

  @Override
  public void close() {
    cache.close();
    next.close();
  }

  private static List<Outcome> complete(@Nullable Outcome[] outcomes) {
    List<Outcome> complete = new ArrayList<>(outcomes.length);
    for (Outcome outcome : outcomes) {
      complete.add(Objects.requireNonNull(outcome));
    }
    return Collections.unmodifiableList(complete);
  }
}
