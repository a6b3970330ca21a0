package io.tiffin.store.memcached;

import io.tiffin.batching.Ticker;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role.RemoteCache;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Memcached as a tier; nothing of it is started before a list of tiers names it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MemcachedStoreProperties.class)
class MemcachedStoreConfiguration {

  @Bean
  StoreTier memcachedTier(
      MemcachedStoreProperties properties,
      RowLifetimes lifetimes,
      ObjectProvider<SslBundles> bundles,
      Ticker ticker) {
    return new StoreTier(
        "memcached",
        Reach.FLEET,
        new RemoteCache(() -> open(properties, lifetimes, tls(properties, bundles), ticker)));
  }

  /** Begins to connect; never fails because a server is down. */
  static RowCache open(
      MemcachedStoreProperties properties,
      RowLifetimes lifetimes,
      @Nullable SSLContext tls,
      Ticker ticker) {
    return new MemcachedRowCache(
        cluster(properties, tls, ticker),
        new Lifetimes(lifetimes, properties.lease(), properties.absence()),
        properties.timeout(),
        ticker);
  }

  private static Cluster cluster(
      MemcachedStoreProperties properties, @Nullable SSLContext tls, Ticker ticker) {
    var clients = new NodeClients(properties, tls);
    String prefix = properties.keyPrefix();
    String endpoint = properties.discoveryEndpoint();
    if (endpoint == null) {
      return new ListedCluster(clients, prefix, properties.servers(), ticker.nanos());
    }
    var discovered =
        new DiscoveredCluster(
            new ConfigurationEndpoint(endpoint, tls, ticker),
            clients,
            prefix,
            properties.discoveryInterval(),
            ticker);
    discovered.start();
    return discovered;
  }

  private static @Nullable SSLContext tls(
      MemcachedStoreProperties properties, ObjectProvider<SslBundles> bundles) {
    String name = properties.sslBundle();
    return name == null ? null : bundles.getObject().getBundle(name).createSslContext();
  }
}
