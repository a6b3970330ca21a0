package io.tiffin.store;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store that everyone uses, the tiers it is made of, and the thread that repairs its caches.
 */
final class TieredStores implements AutoCloseable {

  /**
   * How soon a cache that comes back is brought up to date. Chosen: well below a person's patience.
   */
  private static final long PAUSE_MILLIS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(TieredStores.class);

  private final FeatureStore store;
  private final OpenTiers openTiers;
  private final List<CacheRepairs> repairs;
  private final ScheduledExecutorService repairing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cache-repairs").factory());

  TieredStores(FeatureStore store, OpenTiers openTiers, Collection<CacheRepairs> repairs) {
    this.store = store;
    this.openTiers = openTiers;
    this.repairs = List.copyOf(repairs);
    if (!this.repairs.isEmpty()) {
      var _ =
          repairing.scheduleWithFixedDelay(
              this::repair, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  FeatureStore store() {
    return store;
  }

  OpenTiers openTiers() {
    return openTiers;
  }

  private void repair() {
    for (CacheRepairs each : repairs) {
      try {
        var _ = each.repair();
      } catch (RuntimeException e) {
        LOG.warn("A cache broke its promise not to throw; its repairs are tried again", e);
      }
    }
  }

  @Override
  public void close() {
    repairing.shutdownNow();
    repair(); // other processes would read what is old for as long as it lives in the cache
    store.close();
  }
}
