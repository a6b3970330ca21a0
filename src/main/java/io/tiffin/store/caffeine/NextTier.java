package io.tiffin.store.caffeine;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the tier behind the near cache, for a caller that waits or behind one that does not, and
 * what is kept of them. Thread-safe.
 */
record NextTier(FeatureStore store, HeldRows rows, ChangeWatch watch, Ages ages, Ticker ticker) {

  Source source() {
    return store.source();
  }

  /** Reads what was claimed with one call, keeps what is still wanted, and tells who waits. */
  void load(List<Loading> claimed, Deadline deadline) {
    List<Outcome> outcomes = failed(claimed.size(), null);
    try {
      outcomes = read(claimed, deadline);
    } finally {
      for (int i = 0; i < claimed.size(); i++) {
        Loading loading = claimed.get(i);
        Outcome outcome = outcomes.get(i);
        rows.settle(loading.key(), loading, ages.loaded(loading, outcome));
        loading.complete(outcome);
      }
    }
  }

  /** One outcome per load, in order. */
  List<Outcome> read(List<Loading> loads, Deadline deadline) {
    List<RowKey> keys = new ArrayList<>(loads.size());
    for (Loading loading : loads) {
      keys.add(loading.key());
    }
    List<Outcome> outcomes = store.find(new Query(keys, deadline, Consistency.NEAREST));
    return outcomes.size() == keys.size()
        ? outcomes
        : failed(keys.size(), new IllegalStateException("not one outcome per key"));
  }

  /** The same failure for each of so many keys. */
  List<Outcome> failed(int count, @Nullable Throwable cause) {
    return Collections.nCopies(count, new Outcome.Failed(Reason.ERROR, cause, source()));
  }
}
