package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.guard.Guard;
import io.tiffin.store.Outcome.Failed;
import io.tiffin.store.Outcome.Failed.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A store beyond this machine that is read a second time when that is likely to help: when a read
 * takes longer than 95 of 100 do, beside it, and the better of both answers counts; and for keys
 * that failed with an error, after it, once. What timed out is not read again, nor what a guard
 * refused, nor a row that cannot be read. Writes are made once.
 *
 * <p>Second reads are bounded to a share of all reads ({@link CallBudget}): a store that is in
 * trouble is not asked much more because of it.
 */
final class HedgedFeatureStore extends ForwardingFeatureStore {

  private static final double RANK = 0.95;

  private final Budgets budgets;
  private final Executor besides;
  private final SecondReadMeters meters;
  private final Ticker ticker;
  private final RunningQuantile usual;

  /**
   * What second reads are bounded by.
   *
   * @param any second reads of both kinds
   * @param hedges those made beside a read that is still under way
   * @param soonestNanos no hedge is made before
   */
  record Budgets(CallBudget any, CallBudget hedges, long soonestNanos) {}

  /**
   * @param besides where reads run that can be overtaken; one thread each
   */
  HedgedFeatureStore(
      FeatureStore store,
      Budgets budgets,
      Executor besides,
      SecondReadMeters meters,
      Ticker ticker) {
    super(store);
    this.budgets = budgets;
    this.besides = besides;
    this.meters = meters;
    this.ticker = ticker;
    usual = new RunningQuantile(RANK, TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Override
  public List<Outcome> find(Query query) {
    budgets.any.earn();
    budgets.hedges.earn();
    List<Outcome> outcomes = canHedge() ? race(query) : timed(query);
    return again(query, outcomes);
  }

  private boolean canHedge() {
    return budgets.hedges.hasOne() && budgets.any.hasOne();
  }

  /** How long a read usually takes at most, by the reads of late. */
  long usualNanos() {
    return Math.max(budgets.soonestNanos, usual.nanos());
  }

  private List<Outcome> timed(Query query) {
    long begun = ticker.nanos();
    List<Outcome> outcomes = store.find(query);
    long nanos = ticker.nanos() - begun;
    if (nanos > usual.nanos() || outcomes.stream().noneMatch(Failed.class::isInstance)) {
      usual.add(nanos); // of a read that failed it is known only that it took as long as that
    }
    return outcomes;
  }

  private List<Outcome> race(Query query) {
    ReadRace race = new ReadRace(query, store.source());
    start(race.runner(() -> timed(query)));
    if (race.isUndecidedAfter(usualNanos()) && spend()) {
      meters.hedged();
      start(race.runner(() -> timed(query)));
    }
    return race.await();
  }

  private void start(Runnable read) {
    try {
      besides.execute(read);
    } catch (RejectedExecutionException _) {
      read.run(); // the service stops
    }
  }

  private boolean spend() {
    return canHedge() && budgets.any.spend() && budgets.hedges.spend();
  }

  private List<Outcome> again(Query query, List<Outcome> outcomes) {
    List<Integer> failed = worthAnotherRead(outcomes);
    Deadline deadline = query.deadline();
    if (failed.isEmpty() || deadline.hasPassed() || !budgets.any.spend()) {
      return outcomes;
    }
    meters.retried();
    List<RowKey> keys = failed.stream().map(query.keys()::get).toList();
    List<Outcome> second = store.find(new Query(keys, deadline, query.consistency()));
    List<Outcome> merged = new ArrayList<>(outcomes);
    for (int i = 0; i < failed.size(); i++) {
      merged.set(failed.get(i), second.get(i));
    }
    return List.copyOf(merged);
  }

  private static List<Integer> worthAnotherRead(List<Outcome> outcomes) {
    List<Integer> indexes = List.of();
    for (int i = 0; i < outcomes.size(); i++) {
      if (isError(outcomes.get(i))) {
        indexes = indexes.isEmpty() ? new ArrayList<>() : indexes;
        indexes.add(i);
      }
    }
    return indexes;
  }

  /** Whether the store failed, in a way that may be over the next moment. */
  private static boolean isError(Outcome outcome) {
    return outcome instanceof Failed(Reason reason, Throwable cause, Source _)
        && reason == Reason.ERROR
        && !Guard.isRefusal(cause)
        && !(cause instanceof UnreadableRowException);
  }
}
