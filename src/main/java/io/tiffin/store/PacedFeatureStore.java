package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store of which no row is written more often than once in an interval. The first write of a row
 * is made at once; what is written within an interval of it waits for the row's next turn, together
 * with whatever else is written meanwhile: of these only the highest revision is written, and the
 * others are told that it superseded them. A write whose deadline comes before its turn is refused
 * at once. A write that failed does not count: its row may be written again at once.
 *
 * <p>Turns come in step, ten to an interval, so that rows which wait are written with one call.
 *
 * <p>A compare-and-set is made at once, since its caller holds it against what it has just read;
 * the row's next turn is an interval later. Reads pass through. Thread-safe.
 */
final class PacedFeatureStore extends ForwardingFeatureStore {

  private static final int STEPS = 10;

  private final long intervalNanos;
  private final long stepNanos;
  private final Ticker ticker;
  private final Later later;

  /** Rows that were written of late, the earliest first: each write puts its key last. */
  private final Map<RowKey, Written> recent = new LinkedHashMap<>();

  private final Map<Long, Map<RowKey, Turn>> turns = new HashMap<>();

  /**
   * A row's last write.
   *
   * @param revision that it left; 0 while that is not known
   * @param free from when the row may be written again
   */
  private record Written(long revision, long free) {}

  /** Runs something when a time has passed, on a thread of its own. */
  @FunctionalInterface
  interface Later {
    void after(Duration delay, Runnable task);
  }

  PacedFeatureStore(FeatureStore store, Duration interval, Ticker ticker, Later later) {
    super(store);
    intervalNanos = interval.toNanos();
    stepNanos = Math.max(1, intervalNanos / STEPS);
    this.ticker = ticker;
    this.later = later;
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    List<PacedWrite> writes = new ArrayList<>(rows.size());
    rows.forEach(row -> writes.add(PacedWrite.of(row)));
    return write(writes, deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of the deletion of " + key + " is " + revision + ", expected at least 1");
    }
    return write(List.of(new PacedWrite(key, revision, null)), deadline).getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    synchronized (recent) {
      occupy(row.key(), ticker.nanos());
    }
    WriteOutcome outcome = super.replace(row, expectedRevision, deadline);
    settle(PacedWrite.of(row), outcome);
    return outcome;
  }

  private List<WriteOutcome> write(List<PacedWrite> writes, Deadline deadline) {
    Map<RowKey, Turn> now = new LinkedHashMap<>();
    List<@Nullable Turn> taken = new ArrayList<>(writes.size());
    synchronized (recent) {
      long nanos = ticker.nanos();
      forgetFree(nanos);
      for (PacedWrite write : writes) {
        taken.add(turn(write, deadline, nanos, now));
      }
    }
    make(now.values(), deadline);
    List<WriteOutcome> outcomes = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      Turn turn = taken.get(i);
      outcomes.add(turn == null ? tooSoon() : turn.outcome(writes.get(i), deadline));
    }
    return Collections.unmodifiableList(outcomes);
  }

  /**
   * Which turn a write goes with; null where that comes after its deadline.
   *
   * @param now turns that are made at once
   */
  private @Nullable Turn turn(
      PacedWrite write, Deadline deadline, long nanos, Map<RowKey, Turn> now) {
    Turn own = now.get(write.key());
    Written before = recent.get(write.key());
    if (own == null && before == null) {
      occupy(write.key(), nanos);
      own = new Turn(deadline);
      now.put(write.key(), own);
    }
    if (own != null || before == null) {
      Turn made = Objects.requireNonNull(own);
      made.add(write, deadline);
      return made;
    }
    if (write.revision() <= before.revision()) {
      return Turn.superseded(before.revision(), deadline);
    }
    long at = stepAfter(before.free());
    if (at - nanos > deadline.remainingNanos()) {
      return null;
    }
    Map<RowKey, Turn> step = turns.get(at);
    if (step == null) {
      step = new LinkedHashMap<>();
      turns.put(at, step);
      later.after(Duration.ofNanos(at - nanos), () -> step(at));
    }
    Turn waiting = step.computeIfAbsent(write.key(), _ -> new Turn(deadline));
    waiting.add(write, deadline);
    return waiting;
  }

  /** Writes that wait for their turn. */
  int waiting() {
    synchronized (recent) {
      return turns.values().stream()
          .flatMap(step -> step.values().stream())
          .mapToInt(Turn::size)
          .sum();
    }
  }

  private void step(long at) {
    Map<RowKey, Turn> due;
    synchronized (recent) {
      due = Objects.requireNonNullElse(turns.remove(at), Map.of());
      long nanos = ticker.nanos();
      due.keySet().forEach(key -> occupy(key, nanos));
    }
    due.values().stream()
        .map(Turn::deadline)
        .max((a, b) -> Long.compare(a.remainingNanos(), b.remainingNanos()))
        .ifPresent(latest -> make(due.values(), latest));
  }

  /** Writes what the turns have come to, and tells everyone who waits for them. */
  private void make(Iterable<Turn> turns, Deadline deadline) {
    List<Row> rows = new ArrayList<>();
    List<Turn> ofRows = new ArrayList<>();
    for (Turn turn : turns) {
      PacedWrite highest = turn.highest();
      Row row = highest.row();
      if (row == null) {
        complete(turn, super.delete(highest.key(), highest.revision(), deadline));
      } else {
        rows.add(row);
        ofRows.add(turn);
      }
    }
    if (!rows.isEmpty()) {
      List<WriteOutcome> outcomes = super.put(rows, deadline);
      for (int i = 0; i < rows.size(); i++) {
        complete(ofRows.get(i), outcomes.get(i));
      }
    }
  }

  private void complete(Turn turn, WriteOutcome outcome) {
    settle(turn.highest(), outcome);
    turn.complete(outcome);
  }

  /** What is known of a row once its write has an outcome. */
  private void settle(PacedWrite write, WriteOutcome outcome) {
    synchronized (recent) {
      switch (outcome) {
        case WriteOutcome.Applied _ -> remember(write.key(), write.revision());
        case WriteOutcome.Superseded(long stored) -> remember(write.key(), stored);
        case WriteOutcome.Failed _ -> recent.remove(write.key());
      }
    }
  }

  private void remember(RowKey key, long revision) {
    recent.computeIfPresent(key, (_, last) -> new Written(revision, last.free()));
  }

  private void occupy(RowKey key, long nanos) {
    recent.remove(key);
    recent.put(key, new Written(0, nanos + intervalNanos));
  }

  private void forgetFree(long nanos) {
    var entries = recent.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<RowKey, Written> oldest = entries.next();
      long at = stepAfter(oldest.getValue().free());
      if (at - nanos > 0 || turns.getOrDefault(at, Map.of()).containsKey(oldest.getKey())) {
        return;
      }
      entries.remove();
    }
  }

  private long stepAfter(long nanos) {
    return Math.ceilDiv(nanos, stepNanos) * stepNanos;
  }

  private WriteOutcome tooSoon() {
    return new WriteOutcome.Failed(
        "not written: the row was written less than %d ms ago, which is as often as %s takes it"
            .formatted(Duration.ofNanos(intervalNanos).toMillis(), source().name()),
        null);
  }
}
