package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardedCall.Admitted;
import io.tiffin.guard.GuardedCall.Refused;
import io.tiffin.store.FeatureStore.Check;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * A remote cache that is not asked while it does not answer: reads fail at once, no lease is
 * granted, nothing is filled in, and updates fail, so that they are tried again. Reads and writes
 * are guarded apart. Checks are always made.
 */
final class GuardedRowCache implements RowCache {

  private final RowCache cache;
  private final Guard reads;
  private final Guard writes;

  GuardedRowCache(RowCache cache, Guard reads, Guard writes) {
    this.cache = cache;
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public Source source() {
    return cache.source();
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    return switch (reads.enter(deadline)) {
      case Refused(Exception cause) -> failed(keys, cause);
      case Admitted call -> find(keys, call);
    };
  }

  private List<CacheRead> find(List<RowKey> keys, Admitted call) {
    List<CacheRead> found;
    try {
      found = cache.find(keys, call.deadline());
    } catch (RuntimeException e) {
      call.failed(e);
      return failed(keys, e);
    } catch (Error e) {
      call.failed(e);
      throw e;
    }
    GuardTally.endRead(call, found);
    return found;
  }

  private static List<CacheRead> failed(List<RowKey> keys, Exception cause) {
    return Collections.nCopies(
        keys.size(), new CacheRead.Failed(Outcome.Failed.Reason.ERROR, cause));
  }

  /** On the path of a read, so under its time limit; what was not granted tells no failure. */
  @Override
  public List<Lease> lease(List<RowKey> keys, Deadline deadline) {
    return switch (reads.enter(deadline)) {
      case Refused _ -> none(keys);
      case Admitted call -> lease(keys, call);
    };
  }

  private List<Lease> lease(List<RowKey> keys, Admitted call) {
    List<Lease> leases;
    try {
      leases = cache.lease(keys, call.deadline());
    } catch (RuntimeException e) {
      call.failed(e);
      return none(keys);
    } catch (Error e) {
      call.failed(e);
      throw e;
    }
    endUntold(call);
    return leases;
  }

  private static List<Lease> none(List<RowKey> keys) {
    return Collections.nCopies(keys.size(), Lease.NONE);
  }

  @Override
  public void fill(List<Fill> fills, Deadline deadline) {
    switch (writes.enter(deadline)) {
      case Refused _ -> {} // filled in by a later reader
      case Admitted call -> fill(call, within -> cache.fill(fills, within));
    }
  }

  private static void fill(Admitted call, Consumer<Deadline> filling) {
    try {
      filling.accept(call.deadline());
    } catch (RuntimeException | Error e) {
      call.failed(e);
      throw e;
    }
    if (call.deadline().hasPassed()) {
      endUntold(call);
    } else {
      call.answered(); // or a guard on trial that sees only fills would never close
    }
  }

  /** Of a call whose failures are not told, only time tells. */
  private static void endUntold(Admitted call) {
    if (call.deadline().hasPassed() && !Thread.currentThread().isInterrupted()) {
      call.late();
    } else {
      call.ignored();
    }
  }

  @Override
  public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
    return GuardedWrites.write(
        cache.source(), writes, changes.size(), deadline, within -> cache.update(changes, within));
  }

  @Override
  public Check check(Deadline deadline) {
    return cache.check(deadline);
  }

  @Override
  public void close() {
    cache.close();
  }
}
