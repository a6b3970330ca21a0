package io.tiffin.store.rocksdb;

import io.tiffin.store.ConditionalOnTier;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.StoreTier;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The embedded store, where it is a tier. */
@Configuration(proxyBeanMethods = false)
class RocksDbStoreConfiguration {

  private static final String TIER = "rocksdb";

  @Bean
  static StoreTier rocksDbTier() {
    return new StoreTier(TIER);
  }

  @Bean
  @ConditionalOnTier(TIER)
  FeatureStore rocksDbFeatureStore(RocksDbStoreProperties properties, Clock clock)
      throws StoreUnusableException {
    return new RocksDbFeatureStore(
        OpenDirectory.open(properties, clock.instant()), properties.readThreads());
  }
}
