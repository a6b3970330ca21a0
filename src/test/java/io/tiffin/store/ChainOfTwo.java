package io.tiffin.store;

import io.tiffin.batching.Ticker;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A cache in front of a source, put together as the service does it, for tests outside this room.
 * Repairs are made when told.
 */
public final class ChainOfTwo implements AutoCloseable {

  private static final Duration UPDATE = Duration.ofMillis(100);

  private final RowCache cache;
  private final FeatureStore store;
  private final CacheRepairs repairs;
  private final ExecutorService behind = Executors.newVirtualThreadPerTaskExecutor();

  public ChainOfTwo(RowCache cache, FeatureStore source, Ticker ticker) {
    this.cache = cache;
    repairs =
        new CacheRepairs(
            cache, new CacheRepairs.Settings(UPDATE, 10_000, Duration.ofMinutes(1)), ticker);
    store = new ReadThroughFeatureStore(cache, source, repairs, UPDATE, behind);
  }

  public FeatureStore store() {
    return store;
  }

  public RowCache cache() {
    return cache;
  }

  /** Tries what the cache did not take; returns whether it has taken everything. */
  public boolean repair() {
    return repairs.repair();
  }

  @Override
  public void close() {
    behind.close();
    store.close();
  }
}
