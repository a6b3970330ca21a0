package io.tiffin.store.jdbc;

import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role.SourceOfTruth;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * An SQL database as a tier. It is no stereotype, so that the whole application's scan passes over
 * it: a technology of the service's own has {@code @Configuration(proxyBeanMethods = false)} here.
 */
@EnableConfigurationProperties(JdbcStoreProperties.class)
class JdbcStoreConfiguration {

  @Bean
  StoreTier jdbcTier(
      JdbcStoreProperties properties,
      RowLifetimes lifetimes,
      @Qualifier("machineClock") InstantSource clock) {
    return new StoreTier(
        "jdbc",
        Reach.FLEET,
        new SourceOfTruth(() -> new JdbcFeatureStore(properties, lifetimes, clock)));
  }
}
