package io.tiffin.store.caffeine;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The misses of one call: what nobody reads yet is read with one call of the next tier, on the
 * caller's thread; what others are reading is waited for, until the caller's own deadline.
 */
final class Lookup {

  private final NextTier next;
  private final Query query;
  private final @Nullable Outcome[] outcomes;
  private final @Nullable Loading[] awaited;

  /**
   * @param outcomes one per key of {@code query}; null where it is missing
   */
  Lookup(NextTier next, Query query, @Nullable Outcome[] outcomes) {
    this.next = next;
    this.query = query;
    this.outcomes = outcomes;
    awaited = new @Nullable Loading[outcomes.length];
  }

  /** Fills in all that is missing. */
  void complete() {
    do {
      List<Loading> own = claim();
      if (!own.isEmpty()) {
        next.load(own, query.deadline());
      }
    } while (!await());
  }

  /** Decides for each missing key who reads it; returns what this call has to read. */
  private List<Loading> claim() {
    List<RowKey> keys = query.keys();
    List<Loading> own = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        claim(keys.get(i), i, own);
      }
    }
    return own;
  }

  private void claim(RowKey key, int index, List<Loading> own) {
    while (true) {
      Epoch epoch = next.watch().epoch();
      long now = next.ticker().nanos();
      Entry held = next.rows().get(key);
      if (held instanceof Loaded loaded && loaded.isServed(epoch, now)) {
        outcomes[index] = loaded.outcome();
        return;
      }
      Loading underWay = underWay(held, epoch);
      if (underWay != null) {
        awaited[index] = underWay;
        return;
      }
      Trust trust = next.watch().trust(epoch, now);
      Loading begun = new Loading(key, epoch, trust, now, query.deadline());
      if (next.rows().begin(begun, held)) {
        own.add(begun);
        awaited[index] = begun;
        return;
      }
    }
  }

  /** The read that is under way; null for none, and for one that began too long ago. */
  private static @Nullable Loading underWay(@Nullable Entry held, Epoch epoch) {
    if (held == null || held.epoch() != epoch) {
      return null;
    }
    return switch (held) {
      case Loading loading -> loading;
      case Loaded loaded -> loaded.refresh();
    };
  }

  /** Whether everything is answered; if not, somebody gave up whom this call has waited for. */
  private boolean await() {
    boolean complete = true;
    for (int i = 0; i < outcomes.length; i++) {
      Loading loading = awaited[i];
      if (outcomes[i] == null && loading != null) {
        Loading.Result result = loading.await(query.deadline());
        if (result == null) {
          outcomes[i] = new Outcome.Failed(Reason.TIMED_OUT, null, next.source());
        } else if (result.gaveUp() && hasTime(query.deadline())) {
          complete = false;
        } else {
          outcomes[i] = result.outcome();
        }
      }
    }
    return complete;
  }

  private static boolean hasTime(Deadline deadline) {
    return !deadline.hasPassed() && !Thread.currentThread().isInterrupted();
  }
}
