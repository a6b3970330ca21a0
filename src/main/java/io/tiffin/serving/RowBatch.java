package io.tiffin.serving;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The distinct keys of one round of look-ups, and their outcomes. Used by one thread. */
final class RowBatch {

  private final List<RowKey> keys = new ArrayList<>();
  private final @Nullable Map<RowKey, Integer> indexes;
  private List<Outcome> outcomes = List.of();

  /**
   * @param mayRepeat whether several orders share the batch, so that a key may be added twice; one
   *     order's keys are distinct
   */
  RowBatch(boolean mayRepeat) {
    indexes = mayRepeat ? new HashMap<>() : null;
  }

  /** Where the outcome of the key will be found. */
  int add(RowKey key) {
    if (indexes == null) {
      keys.add(key);
      return keys.size() - 1;
    }
    Integer known = indexes.putIfAbsent(key, keys.size());
    if (known != null) {
      return known;
    }
    keys.add(key);
    return keys.size() - 1;
  }

  void find(RowFinder finder, Deadline deadline) {
    if (!keys.isEmpty()) {
      outcomes = finder.find(new Query(keys, deadline, Query.Consistency.NEAREST));
    }
  }

  Outcome outcome(int index) {
    return outcomes.get(index);
  }
}
