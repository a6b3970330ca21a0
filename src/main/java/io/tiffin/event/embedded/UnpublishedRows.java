package io.tiffin.event.embedded;

import io.tiffin.feature.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The rows that changed and are not in the source of truth yet. Marks in the database remember all
 * of them over a restart; memory holds as many as can be published soon. Thread-safe.
 */
final class UnpublishedRows {

  /** Keys in memory; the others wait as marks. Chosen: some 30 MB. */
  private static final int MOST_IN_MEMORY = 200_000;

  /**
   * A row to publish.
   *
   * @param version of the change, so that a later one is not forgotten with it
   */
  record Marked(RowKey key, long version) {}

  private final EventState state;
  private final int most;
  private final Map<String, LinkedHashMap<RowKey, Long>> byView = new ConcurrentHashMap<>();
  private int inMemory;
  private boolean moreOnDisk = true;
  private final AtomicLong count = new AtomicLong();

  UnpublishedRows(EventState state) {
    this(state, MOST_IN_MEMORY);
  }

  /**
   * @param most keys in memory
   */
  UnpublishedRows(EventState state, int most) {
    this.state = state;
    this.most = most;
  }

  /** Commits what changed, with its marks. */
  synchronized void commit(StateBatch batch) throws RocksDBException {
    state.database().write(batch.batch());
    batch.changed().forEach(key -> remember(key, batch.version()));
    count.accumulateAndGet(inMemory, Math::max);
  }

  private boolean remember(RowKey key, long version) {
    LinkedHashMap<RowKey, Long> rows =
        byView.computeIfAbsent(key.view(), ignored -> new LinkedHashMap<>());
    if (inMemory >= most && !rows.containsKey(key)) {
      moreOnDisk = true;
      count.incrementAndGet();
      return false;
    }
    if (rows.put(key, version) == null) {
      inMemory++;
    }
    return true;
  }

  /** Some of a view's rows, those that have waited longest first. */
  synchronized List<Marked> some(String view, int limit) {
    List<Marked> some = new ArrayList<>();
    Map<RowKey, Long> rows = byView.get(view);
    if (rows == null) {
      return some;
    }
    for (Map.Entry<RowKey, Long> row : rows.entrySet()) {
      if (some.size() == limit) {
        break;
      }
      some.add(new Marked(row.getKey(), row.getValue()));
    }
    return some;
  }

  synchronized int size(String view) {
    LinkedHashMap<RowKey, Long> rows = byView.get(view);
    return rows == null ? 0 : rows.size();
  }

  /** The views that have rows to publish. */
  Set<String> views() {
    return byView.keySet();
  }

  /** Forgets rows that were published, unless they changed meanwhile. */
  synchronized void published(List<Marked> rows) throws RocksDBException {
    List<Marked> unchanged = new ArrayList<>(rows.size());
    try (WriteBatch batch = new WriteBatch()) {
      for (Marked row : rows) {
        LinkedHashMap<RowKey, Long> view = byView.get(row.key().view());
        if (view != null && view.remove(row.key(), row.version())) {
          batch.delete(StateKeys.unpublished(row.key()));
          unchanged.add(row);
        }
      }
      inMemory -= unchanged.size();
      state.database().write(batch);
    }
    count.set(moreOnDisk ? Math.max(inMemory, count.get() - unchanged.size()) : inMemory);
  }

  /** Puts rows that could not be published behind the others of their view. */
  synchronized void postpone(List<Marked> rows) {
    for (Marked row : rows) {
      LinkedHashMap<RowKey, Long> view = byView.get(row.key().view());
      Long version = view == null ? null : view.remove(row.key());
      if (view != null && version != null) {
        view.put(row.key(), version);
      }
    }
  }

  /** Takes marks from the database once there is room for them, first of all after a start. */
  synchronized void refill() {
    if (!moreOnDisk || inMemory > most / 2) {
      return;
    }
    moreOnDisk = false;
    state.visit(
        new byte[] {StateKeys.UNPUBLISHED},
        (key, value) ->
            StateKeys.rowKey(key)
                .map(row -> remember(row, StateValues.version(value)))
                .orElse(true));
    count.set(inMemory);
  }

  /** About how many there are; exactly, while all are in memory. */
  long count() {
    return count.get();
  }
}
