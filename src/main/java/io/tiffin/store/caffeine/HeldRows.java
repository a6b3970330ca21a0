package io.tiffin.store.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Weigher;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries of all chains, bounded by weight. Thread-safe. */
final class HeldRows {

  /**
   * Bytes of an entry beside the text of its key and its body: the map's node and table, the entry,
   * outcome, row, key, and the headers of their arrays. Measured.
   */
  static final int OVERHEAD = 320;

  private final Cache<RowKey, Entry> cache;
  private final ConcurrentMap<RowKey, Entry> entries;

  /**
   * @param maxWeight in bytes
   * @param lingerNanos how long an entry stays after its hard age, for the refresh under way
   */
  HeldRows(long maxWeight, long lingerNanos, Ticker ticker) {
    cache =
        Caffeine.newBuilder()
            .maximumWeight(maxWeight)
            .weigher(Weigher.<RowKey, Entry>boundedWeigher(HeldRows::weight))
            .expireAfter(
                Expiry.<RowKey, Entry>writing((_, entry) -> life(entry, lingerNanos, ticker)))
            .ticker(ticker::nanos)
            .executor(Runnable::run)
            .build();
    entries = cache.asMap();
  }

  /** A load weighs nothing: so it is never evicted, and stays the only one of its key. */
  private static int weight(RowKey key, Entry entry) {
    if (!(entry instanceof Loaded loaded)) {
      return 0;
    }
    int body = loaded.outcome() instanceof Outcome.Found(Row row, var _) ? row.body().length : 0;
    return OVERHEAD + key.entity().length() + body;
  }

  @Nullable Entry get(RowKey key) {
    return cache.getIfPresent(key);
  }

  /** Whether {@code loading} has taken the place of what was held before. */
  boolean begin(Loading loading, @Nullable Entry before) {
    return before == null
        ? entries.putIfAbsent(loading.key(), loading) == null
        : entries.replace(loading.key(), before, loading);
  }

  /** Puts something in the place of {@code before}, or nothing, if that still holds its place. */
  void settle(RowKey key, Entry before, @Nullable Loaded after) {
    if (after == null) {
      entries.remove(key, before);
    } else {
      entries.replace(key, before, after);
    }
  }

  /**
   * Takes away what is older than a revision, and the load under way, for it may read what is
   * older. It may read what is newer, too, if two writes come here in another order than to the
   * source: so nothing is put in the place of a load.
   *
   * @param newer put in the place of an older row; null for nothing
   * @param worth whether {@code newer} is still worth keeping; asked at the last moment
   */
  void bringTo(RowKey key, long revision, @Nullable Loaded newer, Predicate<Loaded> worth) {
    entries.computeIfPresent(
        key,
        (_, held) -> {
          if (!(held instanceof Loaded loaded)) {
            return null;
          }
          if (loaded.revision() >= revision) {
            return held;
          }
          return newer != null && worth.test(newer) ? newer : null;
        });
  }

  void drop(RowKey key) {
    entries.remove(key);
  }

  void dropAll() {
    cache.invalidateAll();
  }

  long weight() {
    cache.cleanUp();
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private static Duration life(Entry entry, long lingerNanos, Ticker ticker) {
    return switch (entry) {
      case Loading _ -> Duration.ofNanos(Long.MAX_VALUE);
      case Loaded loaded ->
          Duration.ofNanos(Math.max(0, loaded.hardAt() - ticker.nanos()) + lingerNanos);
    };
  }
}
