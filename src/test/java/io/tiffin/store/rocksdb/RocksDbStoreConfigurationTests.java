package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.ObservedFeatureStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.io.support.SpringFactoriesLoader;

class RocksDbStoreConfigurationTests {

  private static final Instant SINCE = Instant.parse("2026-03-04T05:06:07Z");

  @TempDir private Path directory;
  private ApplicationContextRunner application;

  @BeforeEach
  void prepareApplication() {
    application =
        new ApplicationContextRunner()
            .withUserConfiguration(StoreRooms.class)
            .withBean(Clock.class, () -> Clock.fixed(SINCE, ZoneOffset.UTC))
            .withBean(Ticker.class, FakeTicker::new)
            .withBean(SimpleMeterRegistry.class)
            .withBean(Catalogue.class, () -> new Catalogue(List.of()))
            .withPropertyValues("tiffin.store.rocksdb.directory=" + directory);
  }

  @Test
  void theOnlyStoreIsTheEmbeddedOneAndItIsObserved() {
    application.run(context -> {
      FeatureStore store = context.getBean(FeatureStore.class);

      assertThat(store).isInstanceOf(ObservedFeatureStore.class);
      assertThat(store.source().name()).isEqualTo("ROCKSDB");
      assertThat(context.getBean(SimpleMeterRegistry.class).getMeters()).isNotEmpty();
    });
  }

  @Test
  void closingTheApplicationGivesTheDirectoryBack() {
    application.run(context -> {});

    application.run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void aTierThatNoRoomKnowsStopsTheStartInOneSentence() {
    application
        .withPropertyValues("tiffin.store.tiers=rocksdbb")
        .run(context ->
            assertThat(analysis(context.getStartupFailure()).getDescription())
                .startsWith(
                    "tiffin.store.tiers names the store «rocksdbb», which does not exist;"));
  }

  @Test
  void aTierThatNoRoomKnowsStopsTheStartForASingleViewToo() {
    application
        .withPropertyValues("tiffin.store.views.restaurant_live.tiers=rediss")
        .run(context ->
            assertThat(analysis(context.getStartupFailure()).getDescription())
                .startsWith("tiffin.store.views.restaurant_live.tiers names the store «rediss»"));
  }

  @Test
  void aSecondStartSaysWhoHasTheDirectoryOpen() {
    application.run(first ->
        application.run(second ->
            assertThat(analysis(second.getStartupFailure()).getDescription())
                .isEqualTo(
                    "The store in %s is open in process %d since %s, and only one process"
                        + " may have it open.",
                    directory, ProcessHandle.current().pid(), SINCE)));
  }

  private static FailureAnalysis analysis(Throwable failure) {
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(
            FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((m, t) -> {}))
        .stream()
        .filter(analyzer -> analyzer.getClass().getName().startsWith("io.tiffin"))
        .map(analyzer -> analyzer.analyze(failure))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no analysis", failure));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"io.tiffin.store", "io.tiffin.guard"},
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Tests.*"))
  @ConfigurationPropertiesScan({"io.tiffin.store", "io.tiffin.guard"})
  static class StoreRooms {}
}
