package io.tiffin.store.rocksdb;

import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role.SourceOfTruth;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The embedded store. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RocksDbStoreProperties.class)
class RocksDbStoreConfiguration {

  @Bean
  StoreTier rocksDbTier(RocksDbStoreProperties properties, Clock clock) {
    return new StoreTier(
        "rocksdb",
        Reach.PROCESS,
        new SourceOfTruth(() ->
            new RocksDbFeatureStore(
                OpenDirectory.open(properties, clock.instant()), properties.readThreads())));
  }
}
