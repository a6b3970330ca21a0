package io.tiffin.store.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.store.memcached.MemcachedStoreProperties.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class MemcachedStorePropertiesTests {

  private static final String PREFIX = "tiffin.store.memcached.";

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(MemcachedStoreProperties.class))
            .isEqualTo(
                new MemcachedStoreProperties(
                    List.of("localhost:11211"),
                    null,
                    Duration.ofSeconds(5),
                    "tiffin",
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    DataSize.ofMegabytes(1),
                    Protocol.BINARY,
                    null,
                    null,
                    null)));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            PREFIX + "servers=one:11211,two:11212",
            PREFIX + "discovery-interval=10s",
            PREFIX + "key-prefix=blue",
            PREFIX + "timeout=20ms",
            PREFIX + "connect-timeout=200ms",
            PREFIX + "silence=1s",
            PREFIX + "lease=4s",
            PREFIX + "absence=3s",
            PREFIX + "item-size-limit=4MB",
            PREFIX + "protocol=ascii",
            PREFIX + "username=tiffin",
            PREFIX + "password=secret",
            PREFIX + "ssl-bundle=private")
        .run(context ->
            assertThat(context.getBean(MemcachedStoreProperties.class))
                .isEqualTo(
                    new MemcachedStoreProperties(
                        List.of("one:11211", "two:11212"),
                        null,
                        Duration.ofSeconds(10),
                        "blue",
                        Duration.ofMillis(20),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(3),
                        DataSize.ofMegabytes(4),
                        Protocol.ASCII,
                        "tiffin",
                        "secret",
                        "private")));
  }

  @Test
  void aDiscoveryEndpointTakesThePlaceOfServers() {
    application
        .withPropertyValues(PREFIX + "discovery-endpoint=config.example:11211")
        .run(context -> {
          var properties = context.getBean(MemcachedStoreProperties.class);
          assertThat(properties.discoveryEndpoint()).isEqualTo("config.example:11211");
          assertThat(properties.servers()).isEmpty();
        });
  }

  @Test
  void thePasswordIsNotShown() {
    application
        .withPropertyValues(PREFIX + "username=tiffin", PREFIX + "password=secret")
        .run(context ->
            assertThat(context.getBean(MemcachedStoreProperties.class).toString())
                .doesNotContain("secret"));
  }

  @Test
  void wrongValuesStopTheStartByName() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("servers=one", "servers has «one», write host:port"),
            Map.entry("servers=one:65536", "servers has «one:65536»"),
            Map.entry("servers=one:0", "with a port of 1 to 65535"),
            Map.entry("discovery-endpoint=one:99999", "discovery-endpoint has «one:99999»"),
            Map.entry("servers=one:1,one:1", "servers names a node twice"),
            Map.entry("discovery-endpoint=one", "discovery-endpoint has «one»"),
            Map.entry("discovery-interval=1ms", "discovery-interval is PT0.001S, set it to 100ms"),
            Map.entry("key-prefix=a b", "key-prefix is «a b»"),
            Map.entry("timeout=0s", "timeout is PT0S, set it to 1ms or more"),
            Map.entry("connect-timeout=0s", "connect-timeout is PT0S"),
            Map.entry("silence=1ms", "silence is PT0.001S, set it to 50ms or more"),
            Map.entry("lease=1s", "lease is PT1S, set it to 2000ms or more"),
            Map.entry("absence=0s", "absence is PT0S"),
            Map.entry("item-size-limit=1B", "item-size-limit is 1B, set it to 1KB to 1024MB"),
            Map.entry("username=tiffin", "belong together, set both or none"));

    wrong.forEach((setting, sentence) ->
        application
            .withPropertyValues(PREFIX + setting)
            .run(context ->
                assertThat(context.getStartupFailure())
                    .as(setting)
                    .hasStackTraceContaining(sentence)));
  }

  @Test
  void serversAndADiscoveryEndpointExcludeEachOther() {
    application
        .withPropertyValues(PREFIX + "servers=one:1", PREFIX + "discovery-endpoint=two:2")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("are both set, remove one of them"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(MemcachedStoreProperties.class)
  static class Properties {}
}
