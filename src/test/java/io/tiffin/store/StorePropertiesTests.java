package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

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
            .isEqualTo(new StoreProperties(List.of("rocksdb"), Map.of())));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=near-cache,redis,bigtable",
            "tiffin.store.views.restaurant_live.tiers=near-cache,redis")
        .run(context ->
            assertThat(context.getBean(StoreProperties.class))
                .isEqualTo(
                    new StoreProperties(
                        List.of("near-cache", "redis", "bigtable"),
                        Map.of(
                            "restaurant_live",
                            new StoreProperties.View(List.of("near-cache", "redis"))))));
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

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(StoreProperties.class)
  static class Properties {}
}
