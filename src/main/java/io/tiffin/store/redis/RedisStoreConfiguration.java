package io.tiffin.store.redis;

import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.feature.Source;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Redis as a tier. Nothing is connected, nor the client made, before a tier asks for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisStoreProperties.class)
class RedisStoreConfiguration {

  private static final Source REDIS = new Source("REDIS");

  @Bean
  RedisKeys redisKeys(RedisStoreProperties properties) {
    return new RedisKeys(properties.keyPrefix());
  }

  @Bean
  RedisConnections redisConnections(ApplicationContext application) {
    return new RedisConnections(application);
  }

  @Bean
  StoreTier redisTier(
      RedisStoreProperties properties,
      RedisKeys keys,
      RedisConnections connections,
      RowLifetimes lifetimes,
      ObjectProvider<DataRedisConnectionDetails> details,
      Environment environment) {
    Limits limits = limits(properties);
    List<Role> roles = new ArrayList<>();
    roles.add(
        new Role.SourceOfTruth(() ->
            new RedisFeatureStore(
                REDIS, keys, lifetimes, connections.reads(), connections.writes(), limits)));
    roles.add(
        new Role.RemoteCache(() ->
            new RedisRowCache(
                REDIS,
                keys,
                RedisRowCache.Lifetimes.of(properties, lifetimes),
                connections.reads(),
                connections.writes(),
                limits,
                new SecureRandom())));
    if (!isCluster(environment, details)) {
      roles.add(new Role.ChangeFeed(() -> connections.changes(keys)));
    }
    return new StoreTier("redis", Reach.FLEET, roles);
  }

  private static Limits limits(RedisStoreProperties properties) {
    return new Limits(
        properties.concurrentLookUps(), properties.keysPerLookUp(), properties.waitingLookUps());
  }

  /** Whether masters share the keys: then no one connection hears of all changes. */
  private static boolean isCluster(
      Environment environment, ObjectProvider<DataRedisConnectionDetails> details) {
    DataRedisConnectionDetails given = details.getIfAvailable();
    return given == null
        ? environment.containsProperty("spring.data.redis.cluster.nodes")
            || environment.containsProperty("spring.data.redis.cluster.nodes[0]")
        : given.getCluster() != null;
  }
}
