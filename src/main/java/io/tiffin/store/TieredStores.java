package io.tiffin.store;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The store that everyone uses, the tiers it is made of, and the thread that repairs its caches.
 */
final class TieredStores implements AutoCloseable {

  /**
   * How soon a cache that comes back is brought up to date. Chosen: well below a person's patience.
   */
  private static final long PAUSE_MILLIS = 100;

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
      var _ = each.repair();
    }
  }

  @Override
  public void close() {
    repairing.shutdownNow();
    store.close();
  }
}
