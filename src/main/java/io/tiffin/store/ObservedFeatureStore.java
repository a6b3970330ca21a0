package io.tiffin.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A store whose answers are counted and timed; it changes none of them.
 *
 * <ul>
 *   <li>{@code tiffin.store.lookups} {tier, state}: keys looked up, by found, absent, timed_out,
 *       error
 *   <li>{@code tiffin.store.lookup.duration} {tier}: calls of {@link #find}, whatever their size
 *   <li>{@code tiffin.store.writes} {tier, outcome}: rows written, by applied, superseded, failed
 *   <li>{@code tiffin.store.write.duration} {tier}: calls of {@link #put}, {@link #delete} and
 *       {@link #replace}
 * </ul>
 *
 * <p>Labels come from the code, never from a request, so there are nine meters per tier.
 */
public final class ObservedFeatureStore implements FeatureStore {

  private final FeatureStore store;
  private final Ticker ticker;
  private final Counter found;
  private final Counter absent;
  private final Counter timedOut;
  private final Counter error;
  private final Timer lookupDuration;
  private final Counter applied;
  private final Counter superseded;
  private final Counter failed;
  private final Timer writeDuration;

  public ObservedFeatureStore(FeatureStore store, MeterRegistry meters, Ticker ticker) {
    String tier = store.source().name().toLowerCase(Locale.ROOT);
    this.store = store;
    this.ticker = ticker;
    this.found = lookups(meters, tier, "found");
    this.absent = lookups(meters, tier, "absent");
    this.timedOut = lookups(meters, tier, "timed_out");
    this.error = lookups(meters, tier, "error");
    this.lookupDuration = meters.timer("tiffin.store.lookup.duration", "tier", tier);
    this.applied = writes(meters, tier, "applied");
    this.superseded = writes(meters, tier, "superseded");
    this.failed = writes(meters, tier, "failed");
    this.writeDuration = meters.timer("tiffin.store.write.duration", "tier", tier);
  }

  private static Counter lookups(MeterRegistry meters, String tier, String state) {
    return meters.counter("tiffin.store.lookups", "tier", tier, "state", state);
  }

  private static Counter writes(MeterRegistry meters, String tier, String outcome) {
    return meters.counter("tiffin.store.writes", "tier", tier, "outcome", outcome);
  }

  @Override
  public Source source() {
    return store.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    long begun = ticker.nanos();
    List<Outcome> outcomes = store.find(query);
    lookupDuration.record(ticker.nanos() - begun, TimeUnit.NANOSECONDS);
    outcomes.forEach(this::count);
    return outcomes;
  }

  private void count(Outcome outcome) {
    Counter counter =
        switch (outcome) {
          case Outcome.Found _ -> found;
          case Outcome.Absent _ -> absent;
          case Outcome.Failed failure ->
              switch (failure.reason()) {
                case TIMED_OUT -> timedOut;
                case ERROR -> error;
              };
        };
    counter.increment();
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    long begun = ticker.nanos();
    List<WriteOutcome> outcomes = store.put(rows, deadline);
    recordWrite(begun);
    outcomes.forEach(this::count);
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
    recordWrite(begun);
    count(outcome);
    return outcome;
  }

  private void recordWrite(long begun) {
    writeDuration.record(ticker.nanos() - begun, TimeUnit.NANOSECONDS);
  }

  private void count(WriteOutcome outcome) {
    Counter counter =
        switch (outcome) {
          case WriteOutcome.Applied _ -> applied;
          case WriteOutcome.Superseded _ -> superseded;
          case WriteOutcome.Failed _ -> failed;
        };
    counter.increment();
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
