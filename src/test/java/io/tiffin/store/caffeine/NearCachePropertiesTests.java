package io.tiffin.store.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class NearCachePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(NearCacheProperties.class))
            .isEqualTo(
                new NearCacheProperties(
                    DataSize.ofMegabytes(64),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    0.75,
                    0.2,
                    16,
                    Duration.ofMillis(500))));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.near-cache.max-weight=1GB",
            "tiffin.store.near-cache.max-age=1m",
            "tiffin.store.near-cache.sole-writer-max-age=1h",
            "tiffin.store.near-cache.unannounced-max-age=250ms",
            "tiffin.store.near-cache.absence-age=2s",
            "tiffin.store.near-cache.refresh-after=0.5",
            "tiffin.store.near-cache.jitter=0.1",
            "tiffin.store.near-cache.concurrent-refreshes=4",
            "tiffin.store.near-cache.refresh-timeout=1s")
        .run(context ->
            assertThat(context.getBean(NearCacheProperties.class))
                .isEqualTo(
                    new NearCacheProperties(
                        DataSize.ofGigabytes(1),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(2),
                        0.5,
                        0.1,
                        4,
                        Duration.ofSeconds(1))));
  }

  @Test
  void wrongValuesStopTheStartByName() {
    Map<String, String> wrong =
        Map.of(
            "max-weight=1B", "max-weight is 1B, set it to 1MB or more",
            "max-age=0", "max-age is PT0S, set it to 1ms or more",
            "jitter=2", "jitter is 2.0, set it to a share between 0 and 1",
            "refresh-after=-1", "refresh-after is -1.0, set it to a share between 0 and 1",
            "concurrent-refreshes=0", "concurrent-refreshes is 0, set it to 1 or more",
            "unannounced-max-age=1m", "unannounced-max-age is PT1M, longer than");

    wrong.forEach((setting, sentence) ->
        application
            .withPropertyValues("tiffin.store.near-cache." + setting)
            .run(context ->
                assertThat(context.getStartupFailure())
                    .as(setting)
                    .hasStackTraceContaining(sentence)));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(NearCacheProperties.class)
  static class Properties {}
}
