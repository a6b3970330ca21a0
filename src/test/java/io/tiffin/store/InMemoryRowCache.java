package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A remote cache on the heap, for tests: it passes the whole contract kit, it fails and forgets on
 * demand, and it counts what it is asked. Thread-safe.
 *
 * <pre>{@code
 * var cache = new InMemoryRowCache();
 * cache.failing(key -> key.view().equals("restaurant_live"), Reason.TIMED_OUT); // from now on
 * cache.healthy();
 * cache.forget(key); // as by eviction
 * }</pre>
 */
public final class InMemoryRowCache implements RowCache {

  /** What goes wrong, and for which keys. */
  private record Script(Predicate<RowKey> failing, Reason reason, Runnable delay) {}

  private static final Script HEALTHY = new Script(key -> false, Reason.ERROR, () -> {});

  private final Source source;
  private final Map<RowKey, Standing> held = new HashMap<>();
  private final Map<RowKey, Lease> leases = new HashMap<>();
  private final AtomicReference<Script> script = new AtomicReference<>(HEALTHY);
  private final AtomicLong finds = new AtomicLong();
  private final AtomicLong fills = new AtomicLong();
  private final AtomicLong updates = new AtomicLong();
  private long lastToken;
  private volatile boolean respectingLeases = true;
  private volatile boolean closed;

  public InMemoryRowCache() {
    this(new Source("IN_MEMORY_CACHE"));
  }

  public InMemoryRowCache(Source source) {
    this.source = source;
  }

  /** From now on everything about the keys chosen fails, the others work. */
  public void failing(Predicate<RowKey> keys, Reason reason) {
    script.updateAndGet(old -> new Script(keys, reason, old.delay));
  }

  /** From now on each call takes this long on {@code ticker} before it does anything. */
  public void taking(Duration duration, FakeTicker ticker) {
    beforeEachCall(() -> ticker.advance(duration));
  }

  /** From now on each call runs this before it does anything, such as waiting for a latch. */
  public void beforeEachCall(Runnable action) {
    script.updateAndGet(old -> new Script(old.failing, old.reason, action));
  }

  /** From now on nothing goes wrong any more. */
  public void healthy() {
    script.set(HEALTHY);
  }

  /** From now on it breaks its promise: what has no right to be filled in is, over anything. */
  public void ignoringLeases() {
    respectingLeases = false;
  }

  /** Forgets a key, as by eviction. */
  public synchronized void forget(RowKey key) {
    held.remove(key);
    leases.remove(key);
  }

  /** Forgets everything, as by a restart. */
  public synchronized void forgetAll() {
    held.clear();
    leases.clear();
  }

  /** What is held under the key; null for nothing. Counts as no call, and never fails. */
  public synchronized @Nullable Standing held(RowKey key) {
    return held.get(key);
  }

  /** Number of {@link #find} calls so far. */
  public long finds() {
    return finds.get();
  }

  /** Number of {@link #fill} calls so far. */
  public long fills() {
    return fills.get();
  }

  /** Number of {@link #update} calls so far. */
  public long updates() {
    return updates.get();
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    finds.incrementAndGet();
    Script now = begin();
    return keys.stream().map(key -> read(key, deadline, now)).toList();
  }

  private synchronized CacheRead read(RowKey key, Deadline deadline, Script now) {
    if (closed) {
      return new CacheRead.Failed(Reason.ERROR, new IllegalStateException("the cache is closed"));
    }
    if (deadline.hasPassed()) {
      return new CacheRead.Failed(Reason.TIMED_OUT, null);
    }
    if (now.failing.test(key)) {
      return new CacheRead.Failed(now.reason, new IllegalStateException("scripted failure"));
    }
    return switch (held.get(key)) {
      case null -> new CacheRead.Miss();
      case Standing.Present(var row) -> new CacheRead.Hit(new Outcome.Found(row, source));
      case Standing.Absent(var _, long revision) ->
          new CacheRead.Hit(new Outcome.Absent(revision, source));
      case Standing.AtLeast _ -> throw new IllegalStateException("never held");
    };
  }

  @Override
  public List<Lease> lease(List<RowKey> keys, Deadline deadline) {
    Script now = begin();
    return keys.stream().map(key -> lease(key, deadline, now)).toList();
  }

  private synchronized Lease lease(RowKey key, Deadline deadline, Script now) {
    if (fails(key, deadline, now) || leases.containsKey(key)) {
      return Lease.NONE;
    }
    Lease lease = new Lease(++lastToken);
    leases.put(key, lease);
    return lease;
  }

  @Override
  public void fill(List<Fill> asked, Deadline deadline) {
    fills.incrementAndGet();
    Script now = begin();
    asked.stream().filter(fill -> !fails(fill.standing().key(), deadline, now)).forEach(this::fill);
  }

  private synchronized void fill(Fill fill) {
    RowKey key = fill.standing().key();
    if (!respectingLeases) {
      held.put(key, fill.standing());
    } else if (fill.lease().granted() && fill.lease().equals(leases.get(key))) {
      leases.remove(key);
      var _ = bringTo(fill.standing());
    }
  }

  @Override
  public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
    updates.incrementAndGet();
    Script now = begin();
    return changes.stream().map(change -> update(change, deadline, now)).toList();
  }

  private synchronized WriteOutcome update(Standing change, Deadline deadline, Script now) {
    if (fails(change.key(), deadline, now)) {
      return new WriteOutcome.Failed("the cache did not take " + change.key(), null);
    }
    leases.remove(change.key());
    return bringTo(change);
  }

  private WriteOutcome bringTo(Standing change) {
    Standing before = held.get(change.key());
    if (before != null && before.revision() >= change.revision()) {
      return new Superseded(before.revision());
    }
    if (change instanceof Standing.AtLeast) {
      held.remove(change.key());
    } else {
      held.put(change.key(), change);
    }
    return new Applied();
  }

  private boolean fails(RowKey key, Deadline deadline, Script now) {
    return closed || deadline.hasPassed() || now.failing.test(key);
  }

  @Override
  public Check check(Deadline deadline) {
    return closed ? new Check(false, "closed") : new Check(true, "rows on the heap");
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
}
