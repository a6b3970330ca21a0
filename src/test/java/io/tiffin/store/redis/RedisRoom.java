package io.tiffin.store.redis;

import static org.awaitility.Awaitility.await;

import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Source;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.redis.RedisRowCache.Lifetimes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** What a process has of Redis, with the clock of the machine; closed by the test. */
final class RedisRoom implements AutoCloseable {

  static final Source REDIS = new Source("REDIS");
  static final Limits LIMITS = new Limits(2, 256, 10_000);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  final RedisKeys keys = new RedisKeys("tiffin:");
  final RedisConnections connections;
  private final AnnotationConfigApplicationContext application =
      new AnnotationConfigApplicationContext();

  private RedisRoom(Map<String, Object> properties) {
    application
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", properties));
    application.register(SslAutoConfiguration.class);
    application.refresh();
    connections = new RedisConnections(application);
  }

  /** With the properties {@code spring.data.redis.…}: name, value, name, value. */
  static RedisRoom with(String... properties) {
    Map<String, Object> all = new HashMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      all.put(properties[i], properties[i + 1]);
    }
    return new RedisRoom(all);
  }

  /** Connected to a server, for which it waits as long as a busy machine may take. */
  static RedisRoom at(RedisServer server) {
    return with(
            "spring.data.redis.host",
            server.host(),
            "spring.data.redis.port",
            Integer.toString(server.port()),
            "spring.data.redis.timeout",
            PATIENCE.toSeconds() + "s")
        .connected();
  }

  /** Of a server that need not be there, with the default time-outs. */
  static RedisRoom of(RedisServer server) {
    return with(
        "spring.data.redis.host",
        server.host(),
        "spring.data.redis.port",
        Integer.toString(server.port()));
  }

  RedisRoom connected() {
    RedisLink reads = connections.reads();
    RedisLink writes = connections.writes();
    eventually("connected", () -> reads.isConnected() && writes.isConnected());
    return this;
  }

  RedisRowChanges changes() {
    return connections.changes(keys);
  }

  RedisFeatureStore store() {
    return new RedisFeatureStore(
        REDIS,
        keys,
        new RowLifetimes(new Catalogue(List.of())),
        connections.reads(),
        connections.writes(),
        LIMITS);
  }

  RedisRowCache cache() {
    return cache(new Lifetimes(_ -> Duration.ofMinutes(1), Duration.ofSeconds(1)));
  }

  RedisRowCache cache(Lifetimes lifetimes) {
    return new RedisRowCache(
        REDIS,
        keys,
        lifetimes,
        connections.reads(),
        connections.writes(),
        LIMITS,
        new SecureRandom());
  }

  static void eventually(String what, BooleanSupplier holds) {
    within(PATIENCE, what, holds);
  }

  static void within(Duration limit, String what, BooleanSupplier holds) {
    await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(limit)
        .until(holds::getAsBoolean);
  }

  @Override
  public void close() {
    connections.close();
    application.close();
  }
}
