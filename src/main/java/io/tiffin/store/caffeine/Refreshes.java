package io.tiffin.store.caffeine;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Reads again, behind the callers, what will soon be too old. Each key once at a time, the keys of
 * one look-up with one call, and no more calls at once than allowed: what finds no place stays due,
 * and the next reader asks again. Thread-safe.
 */
final class Refreshes {

  /** How soon it is tried again when nothing came of a refresh. Chosen. */
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final NextTier next;
  private final Executor behind;
  private final Duration timeout;
  private final Semaphore places;

  Refreshes(NextTier next, Executor behind, Duration timeout, int concurrent) {
    this.next = next;
    this.behind = behind;
    this.timeout = timeout;
    places = new Semaphore(concurrent);
  }

  /** Begins to read those of the keys that are due. */
  void begin(List<RowKey> keys) {
    if (!places.tryAcquire()) {
      return;
    }
    Deadline deadline = Deadline.in(timeout, next.ticker());
    List<Loaded> due = new ArrayList<>();
    List<Loading> loads = new ArrayList<>();
    for (RowKey key : keys) {
      claim(key, deadline, due, loads);
    }
    if (loads.isEmpty()) {
      places.release();
      return;
    }
    try {
      behind.execute(() -> run(due, loads, deadline));
    } catch (RejectedExecutionException e) {
      settle(due, loads, next.failed(loads.size(), e));
    }
  }

  private void claim(RowKey key, Deadline deadline, List<Loaded> due, List<Loading> loads) {
    Epoch epoch = next.watch().epoch();
    long now = next.ticker().nanos();
    if (next.rows().get(key) instanceof Loaded loaded
        && loaded.isServed(epoch, now)
        && loaded.isDue(now)) {
      Loading begun = new Loading(key, epoch, next.watch().trust(epoch, now), now, deadline);
      if (loaded.beginRefresh(begun)) {
        due.add(loaded);
        loads.add(begun);
      }
    }
  }

  private void run(List<Loaded> due, List<Loading> loads, Deadline deadline) {
    List<Outcome> outcomes = next.failed(loads.size(), null);
    try {
      outcomes = next.read(loads, deadline);
    } finally {
      settle(due, loads, outcomes);
    }
  }

  private void settle(List<Loaded> due, List<Loading> loads, List<Outcome> outcomes) {
    places.release();
    for (int i = 0; i < loads.size(); i++) {
      Loaded before = due.get(i);
      Loading loading = loads.get(i);
      Loaded after = next.ages().loaded(loading, outcomes.get(i));
      if (after != null && after.revision() >= before.revision()) {
        next.rows().settle(loading.key(), before, after);
      } else {
        before.endRefresh(next.ticker().nanos() + PAUSE_NANOS);
      }
      loading.complete(outcomes.get(i));
    }
  }
}
