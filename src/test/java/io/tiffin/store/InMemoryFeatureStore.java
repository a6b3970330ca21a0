package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome.Absent;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Outcome.Found;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A source of truth on the heap, for tests: it passes the whole contract kit, and it fails on
 * demand. Thread-safe.
 *
 * <pre>{@code
 * var store = new InMemoryFeatureStore();
 * store.put(List.of(row), deadline);
 * store.failing(key -> key.view().equals("restaurant_live"), Reason.TIMED_OUT); // from now on
 * store.healthy();
 * store.taking(Duration.ofMillis(300), ticker); // each call moves the fake ticker
 * }</pre>
 */
public final class InMemoryFeatureStore implements FeatureStore {

  /** What is stored under a key; a tombstone if {@code row} is null. */
  private record Stored(long revision, Row row) {}

  /** What goes wrong, and for which keys. */
  private record Script(Predicate<RowKey> failing, Reason reason, Runnable delay) {}

  private static final Script HEALTHY = new Script(key -> false, Reason.ERROR, () -> {});

  private final Source source;
  private final ConcurrentHashMap<RowKey, Stored> rows = new ConcurrentHashMap<>();
  private final AtomicReference<Script> script = new AtomicReference<>(HEALTHY);
  private final AtomicLong finds = new AtomicLong();
  private final AtomicLong keysAsked = new AtomicLong();
  private volatile boolean closed;

  public InMemoryFeatureStore() {
    this(new Source("IN_MEMORY"));
  }

  public InMemoryFeatureStore(Source source) {
    this.source = source;
  }

  /** From now on reads and writes of all keys fail. */
  public void failing(Reason reason) {
    failing(key -> true, reason);
  }

  /** From now on reads and writes of the keys chosen fail, the others work. */
  public void failing(Predicate<RowKey> keys, Reason reason) {
    script.updateAndGet(old -> new Script(keys, reason, old.delay));
  }

  /** From now on each call takes this long on {@code ticker} before it does anything. */
  public void taking(Duration duration, FakeTicker ticker) {
    script.updateAndGet(old -> new Script(old.failing, old.reason, () -> ticker.advance(duration)));
  }

  /** From now on each call runs this before it does anything, such as waiting for a latch. */
  public void beforeEachCall(Runnable action) {
    script.updateAndGet(old -> new Script(old.failing, old.reason, action));
  }

  /** From now on nothing goes wrong any more. */
  public void healthy() {
    script.set(HEALTHY);
  }

  /** Number of {@link #find} calls so far. */
  public long finds() {
    return finds.get();
  }

  /** Number of keys asked for so far, over all {@link #find} calls. */
  public long keysAsked() {
    return keysAsked.get();
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<Outcome> find(Query query) {
    finds.incrementAndGet();
    keysAsked.addAndGet(query.keys().size());
    Script now = begin();
    return query.keys().stream().map(key -> find(key, query.deadline(), now)).toList();
  }

  private Outcome find(RowKey key, Deadline deadline, Script now) {
    if (closed) {
      return failed(Reason.ERROR, "the store is closed");
    }
    if (deadline.hasPassed()) {
      return new Outcome.Failed(Reason.TIMED_OUT, null, source);
    }
    if (now.failing.test(key)) {
      return failed(now.reason, "scripted failure of " + key);
    }
    Stored stored = rows.get(key);
    if (stored == null) {
      return new Absent(0, source);
    }
    return stored.row == null ? new Absent(stored.revision, source) : new Found(stored.row, source);
  }

  @Override
  public List<WriteOutcome> put(List<Row> written, Deadline deadline) {
    Script now = begin();
    return written.stream()
        .map(row -> write(row.key(), new Stored(row.revision(), row), deadline, now))
        .toList();
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException("revision is " + revision + ", expected at least 1");
    }
    return write(key, new Stored(revision, null), deadline, begin());
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    if (row.revision() <= expectedRevision) {
      throw new IllegalArgumentException("revision must be greater than the one expected");
    }
    Script now = begin();
    return write(
        row.key(),
        new Stored(row.revision(), row),
        stored -> stored == expectedRevision,
        deadline,
        now);
  }

  private WriteOutcome write(RowKey key, Stored written, Deadline deadline, Script now) {
    return write(key, written, stored -> stored < written.revision, deadline, now);
  }

  private WriteOutcome write(
      RowKey key, Stored written, Predicate<Long> allowed, Deadline deadline, Script now) {
    if (closed) {
      return new WriteOutcome.Failed("the store is closed", null);
    }
    if (deadline.hasPassed()) {
      return new WriteOutcome.Failed("the deadline had passed", null);
    }
    if (now.failing.test(key)) {
      return new WriteOutcome.Failed(
          "scripted failure of " + key, new IllegalStateException("scripted"));
    }
    var outcome = new AtomicReference<WriteOutcome>();
    rows.compute(
        key,
        (same, stored) -> {
          long before = stored == null ? 0 : stored.revision;
          boolean applied = allowed.test(before);
          outcome.set(applied ? new Applied() : new Superseded(before));
          return applied ? written : stored;
        });
    return outcome.get();
  }

  @Override
  public Check check(Deadline deadline) {
    return closed ? new Check(false, "closed") : new Check(true, rows.size() + " rows on the heap");
  }

  @Override
  public void close() {
    closed = true;
  }

  private Script begin() {
    Script now = script.get();
    now.delay.run();
    return now;
  }

  private Outcome failed(Reason reason, String message) {
    return new Outcome.Failed(reason, new IllegalStateException(message), source);
  }
}
