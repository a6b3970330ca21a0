package io.tiffin.event.kafka;

import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a source of truth has. */
final class StoredRows {

  private StoredRows() {}

  static Map<RowKey, Row> find(FeatureStore store, Collection<RowKey> keys) {
    Map<RowKey, Row> found = new HashMap<>();
    Deadline deadline = Deadline.in(Duration.ofSeconds(5), new RealTicker());
    for (Outcome outcome : store.find(new Query(List.copyOf(keys), deadline, Consistency.SOURCE))) {
      if (outcome instanceof Outcome.Found(Row row, var ignored)) {
        found.put(row.key(), row);
      }
    }
    return found;
  }

  /** Whether every restaurant's profile is there. */
  static boolean hasProfiles(FeatureStore store, List<Event> profiles) {
    List<RowKey> keys =
        profiles.stream()
            .map(event -> new RowKey("restaurant_profile", EventKey.of(event)))
            .toList();
    return find(store, keys).size() == keys.size();
  }
}
