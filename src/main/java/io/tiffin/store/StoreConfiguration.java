package io.tiffin.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.guard.Guards;
import io.tiffin.trace.Traces;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Puts the tiers together as the configuration and the catalogue say. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  StoreProperties.class,
  SecondReadProperties.class,
  SharedLookUpProperties.class
})
class StoreConfiguration {

  /** Keys that wait for a cache to take them; a row of a few hundred bytes each. Chosen. */
  private static final int REPAIRS = 200_000;

  /** Fills under way at once, each one command to a cache. Chosen. */
  private static final int FILLS = 64;

  @Bean
  RowLifetimes rowLifetimes(Catalogue catalogue, List<OwnView> own) {
    return new RowLifetimes(catalogue, own);
  }

  @Bean
  TierDecorators tierDecorators(
      MeterRegistry meters,
      Catalogue catalogue,
      InstantSource clock,
      Ticker ticker,
      Guards guards,
      SecondReadProperties secondReads,
      SharedLookUpProperties shared,
      ExecutorService storeWork,
      ObjectProvider<Traces> traces) {
    return new TierDecorators(
        meters,
        catalogue,
        clock,
        ticker,
        guards,
        secondReads,
        shared,
        storeWork,
        traces.getIfAvailable(() -> Traces.OFF));
  }

  /** Where caches are filled in: what is too much is refused, and filled in by a later reader. */
  @Bean
  SimpleAsyncTaskExecutor cacheFills() {
    SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("cache-fill-");
    executor.setVirtualThreads(true);
    executor.setConcurrencyLimit(FILLS);
    executor.setRejectTasksWhenLimitReached(true);
    return executor;
  }

  @Bean(destroyMethod = "close")
  ExecutorService storeWork(ObjectProvider<Traces> traces) {
    return traces
        .getIfAvailable(() -> Traces.OFF)
        .following(Executors.newVirtualThreadPerTaskExecutor());
  }

  @Bean
  TieredStores tieredStores(
      List<StoreTier> tiers,
      StoreProperties properties,
      Catalogue catalogue,
      RowLifetimes lifetimes,
      TierDecorators decorators,
      ExecutorService storeWork,
      SimpleAsyncTaskExecutor cacheFills,
      Ticker ticker)
      throws Exception {
    Map<String, StoreTier> known = new HashMap<>();
    tiers.forEach(tier -> known.put(tier.name(), tier));
    TierRules rules = new TierRules(known, properties.replicas());
    Map<String, TierList> ofViews = ofViews(properties, catalogue);
    List<TierList> all = new ArrayList<>(ofViews.values());
    all.add(properties.usual());
    all.forEach(rules::require);
    CacheRepairs.Settings repairs =
        new CacheRepairs.Settings(
            properties.cacheUpdateTimeout(), REPAIRS, lifetimes.longestInCaches());
    Chains chains = new Chains(known, decorators, repairs, cacheFills, ticker);
    FeatureStore usual = chains.of(properties.usual().names());
    Map<String, FeatureStore> byView = new HashMap<>();
    for (Map.Entry<String, TierList> view : ofViews.entrySet()) {
      byView.put(view.getKey(), chains.of(view.getValue().names()));
    }
    return new TieredStores(
        byView.isEmpty() ? usual : new RoutedFeatureStore(usual, byView, storeWork),
        decorators.openTiers(),
        chains.repairs());
  }

  /** The properties' list of a view goes before the catalogue's. */
  private static Map<String, TierList> ofViews(StoreProperties properties, Catalogue catalogue) {
    Map<String, TierList> lists = new HashMap<>();
    for (FeatureView view : catalogue.views()) {
      if (!view.tiers().isEmpty()) {
        lists.put(
            view.name(), new TierList("view " + view.name() + " of the catalogue", view.tiers()));
      }
    }
    lists.putAll(properties.ofViews());
    return lists;
  }

  @Bean(destroyMethod = "") // closed with the tiers
  FeatureStore featureStore(TieredStores stores) {
    return stores.store();
  }

  @Bean
  OpenTiers openTiers(TieredStores stores) {
    return stores.openTiers();
  }
}
