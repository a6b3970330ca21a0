package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.AudibleLogs;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.redis.connection.RedisConnectionFactory;

@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class RedisStoreConfigurationTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  @TempDir private Path directory;
  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private ApplicationContextRunner application;

  @BeforeEach
  void prepareApplication() {
    application =
        new ApplicationContextRunner()
            .withUserConfiguration(StoreRooms.class)
            .withBean(Clock.class, () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .withBean(Ticker.class, () -> new FakeTicker())
            .withBean(SimpleMeterRegistry.class)
            .withBean(Catalogue.class, () -> new Catalogue(List.of()))
            .withPropertyValues("tiffin.store.rocksdb.directory=" + directory);
  }

  @Test
  void anApplicationWithoutRedisMakesNoClient() {
    application.run(context -> {
      assertThat(context).hasNotFailed().hasSingleBean(RedisConnections.class);
      assertThat(context).doesNotHaveBean(RedisConnectionFactory.class);
      assertThat(context.getBean(RedisConnections.class).isOpen()).isFalse();
    });
  }

  @Test
  void redisIsTheSourceWhenItIsNamedLast() {
    try (RedisServer server = RedisServer.start(RedisBinary.BUNDLED)) {
      at(server)
          .withPropertyValues("tiffin.store.tiers=redis")
          .run(context -> {
            FeatureStore store = context.getBean(FeatureStore.class);
            Row row = new Row(KEY, 1, 1, "body".getBytes(UTF_8));
            RedisRoom.eventually("connected", () -> store.check(ample).usable());

            assertThat(store.put(List.of(row), ample)).hasSize(1);

            assertThat(server.execute("GET", "tiffin:restaurant_live/r-17")).isNotNull();
            assertThat((Long) server.execute("PTTL", "tiffin:restaurant_live/r-17")).isEqualTo(-1);
            assertThat(find(store)).isInstanceOf(Outcome.Found.class);
          });
    }
  }

  @Test
  void redisIsACacheWhenItIsNamedBefore() {
    try (RedisServer server = RedisServer.start(RedisBinary.BUNDLED)) {
      at(server)
          .withPropertyValues(
              "tiffin.store.tiers=redis,rocksdb",
              "tiffin.store.redis.key-prefix=lunch:",
              "tiffin.store.redis.cache-time-to-live=20s")
          .run(context -> {
            FeatureStore store = context.getBean(FeatureStore.class);
            RedisConnections connections = context.getBean(RedisConnections.class);
            RedisRoom.eventually("connected", () -> connections.writes().isConnected());
            Row row = new Row(KEY, 1, 1, "body".getBytes(UTF_8));

            assertThat(store.put(List.of(row), ample)).hasSize(1);

            assertThat((Long) server.execute("PTTL", "lunch:restaurant_live/r-17"))
                .isBetween(1L, 20_000L);
            assertThat(find(store)).isInstanceOf(Outcome.Found.class);
          });
    }
  }

  /** Whatever else finds the address wrong says it whole. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://user:canary-password@localhost:port",
        "http://user:canary-password@localhost",
        "redis://user:canary-password@",
        "canary-password@local host"
      })
  void anAddressThatIsNoneIsRefusedWithoutItsPassword(String url, CapturedOutput output) {
    application
        .withPropertyValues("tiffin.store.tiers=redis", "spring.data.redis.url=" + url)
        .run(context -> {
          assertThat(context)
              .getFailure()
              .hasRootCauseInstanceOf(RedisUnusableException.class)
              .rootCause()
              .hasMessageContaining("spring.data.redis.url");
          assertThat(stackTrace(context.getStartupFailure())).doesNotContain("canary");
          assertThat(output.toString()).doesNotContain("canary");
        });
  }

  @Test
  void aPasswordThatIsWrongIsNotSaid(CapturedOutput output) {
    try (RedisServer server = RedisServer.of(RedisBinary.BUNDLED).password("right").start()) {
      at(server)
          .withPropertyValues(
              "tiffin.store.tiers=redis", "spring.data.redis.password=canary-password")
          .run(context -> {
            FeatureStore store = context.getBean(FeatureStore.class);

            RedisRoom.eventually(
                "told",
                () -> output.toString().contains("127.0.0.1") || !store.check(ample).usable());

            assertThat(store.check(ample).usable()).isFalse();
            assertThat(store.check(ample).toString()).doesNotContain("canary");
            assertThat(output.toString()).doesNotContain("canary");
          });
    }
  }

  @Test
  void aDeadRedisDoesNotStopTheStart() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=redis,rocksdb",
            "spring.data.redis.port=1",
            "spring.data.redis.host=127.0.0.1")
        .run(context -> {
          FeatureStore store = context.getBean(FeatureStore.class);

          assertThat(find(store)).isInstanceOf(Outcome.Absent.class);
        });
  }

  @Test
  void aMasterWithReplicasByAddressStopsTheStartInOneSentence() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=redis", "spring.data.redis.masterreplica.nodes=a:1,b:2")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(RedisUnusableException.class)
                .hasMessageStartingWith("spring.data.redis.masterreplica is set"));
  }

  @Test
  void changesAreToldByOneServer() {
    application.run(context ->
        assertThat(roles(context.getBean("redisTier", StoreTier.class)))
            .containsExactly(
                Role.SourceOfTruth.class, Role.RemoteCache.class, Role.ChangeFeed.class));
  }

  @Test
  void changesAreNotToldByACluster() {
    application
        .withPropertyValues("spring.data.redis.cluster.nodes=a:1,b:2")
        .run(context ->
            assertThat(roles(context.getBean("redisTier", StoreTier.class)))
                .containsExactly(Role.SourceOfTruth.class, Role.RemoteCache.class));
  }

  private ApplicationContextRunner at(RedisServer server) {
    return application.withPropertyValues(
        "spring.data.redis.host=" + server.host(), "spring.data.redis.port=" + server.port());
  }

  private Outcome find(FeatureStore store) {
    return store.find(new Query(List.of(KEY), ample, Consistency.NEAREST)).getFirst();
  }

  private static List<Class<?>> roles(StoreTier tier) {
    return tier.roles().stream().<Class<?>>map(Object::getClass).toList();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"io.tiffin.store", "io.tiffin.guard"},
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Tests.*"))
  @ConfigurationPropertiesScan({"io.tiffin.store", "io.tiffin.guard"})
  static class StoreRooms {}

  private static String stackTrace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
