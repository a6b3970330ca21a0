package io.tiffin.store.caffeine;

import io.tiffin.batching.Ticker;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role.NearCache;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The near cache. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NearCacheProperties.class)
class CaffeineStoreConfiguration {

  @Bean
  StoreTier nearCacheTier(
      NearCacheProperties properties,
      RowLifetimes lifetimes,
      @Qualifier("storeWork") ExecutorService storeWork,
      Ticker ticker) {
    return new StoreTier(
        "near-cache",
        Reach.PROCESS,
        new NearCache(() ->
            new CaffeineNearCache(
                properties,
                lifetimes,
                () -> ThreadLocalRandom.current().nextLong(),
                storeWork,
                ticker)));
  }
}
