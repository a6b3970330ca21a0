package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class StorePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(StoreProperties.class))
            .isEqualTo(
                new StoreProperties(List.of("rocksdb"), Map.of(), 1, Duration.ofMillis(100))));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=near-cache,redis,bigtable",
            "tiffin.store.views.restaurant_live.tiers=near-cache,redis",
            "tiffin.store.replicas=3",
            "tiffin.store.cache-update-timeout=40ms")
        .run(context ->
            assertThat(context.getBean(StoreProperties.class))
                .isEqualTo(
                    new StoreProperties(
                        List.of("near-cache", "redis", "bigtable"),
                        Map.of(
                            "restaurant_live",
                            new StoreProperties.View(List.of("near-cache", "redis"))),
                        3,
                        Duration.ofMillis(40))));
  }

  @Test
  void noTierStopsTheStart() {
    application
        .withPropertyValues("tiffin.store.tiers=")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("tiffin.store.tiers is empty"));
  }

  @Test
  void aTierNamedTwiceStopsTheStart() {
    application
        .withPropertyValues("tiffin.store.views.v.tiers=redis,redis")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("tiffin.store.views.v.tiers names a store twice"));
  }

  @Test
  void settingsOutOfRangeStopTheStart() {
    application
        .withPropertyValues("tiffin.store.replicas=0")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("tiffin.store.replicas is 0, set it to 1 or more"));
    application
        .withPropertyValues("tiffin.store.cache-update-timeout=0")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("tiffin.store.cache-update-timeout is PT0S"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(StoreProperties.class)
  static class Properties {}
}
