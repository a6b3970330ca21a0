package io.tiffin.store.firestore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.firestore.FirestoreOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.FirestoreEmulator;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import io.tiffin.store.WriteOutcome.Applied;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

class FirestoreStoreConfigurationTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  @TempDir private Path directory;
  private ApplicationContextRunner application;

  @BeforeEach
  void prepareApplication() {
    application =
        new ApplicationContextRunner()
            .withUserConfiguration(StoreRooms.class)
            .withBean(Clock.class, () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .withBean(
                "machineClock",
                InstantSource.class,
                RealClock::new,
                FirestoreStoreConfigurationTests::byNameOnly)
            .withBean(Ticker.class, RealTicker::new)
            .withBean(SimpleMeterRegistry.class)
            .withBean(Catalogue.class, () -> new Catalogue(List.of()))
            .withPropertyValues("tiffin.store.rocksdb.directory=" + directory);
  }

  private static void byNameOnly(BeanDefinition definition) {
    ((AbstractBeanDefinition) definition).setDefaultCandidate(false);
  }

  @Test
  void anApplicationWithoutFirestoreMakesNoClient() {
    application.run(context -> {
      assertThat(context).hasNotFailed().hasSingleBean(FirestoreConnection.class);
      assertThat(context).doesNotHaveBean(FirestoreOptions.class);
      assertThat(context).doesNotHaveBean(CredentialsProvider.class);
      assertThat(context.getBean(FirestoreConnection.class).isOpen()).isFalse();
    });
  }

  @Test
  void firestoreIsTheSourceWhenItIsNamedLast() {
    try (ServerProcess emulator = FirestoreEmulator.start()) {
      at(emulator.port())
          .withPropertyValues("tiffin.store.firestore.collection=lunch")
          .run(context -> {
            FeatureStore store = context.getBean(FeatureStore.class);
            Row row = new Row(KEY, 1, 1, "body".getBytes(UTF_8));

            assertThat(store.put(List.of(row), in(Duration.ofSeconds(30))))
                .containsExactly(new Applied());

            assertThat(find(store, Duration.ofSeconds(30))).isInstanceOf(Outcome.Found.class);
            assertThat(context.getBean(FirestoreConnection.class).isOpen()).isTrue();
            assertThat(context).doesNotHaveBean(FirestoreOptions.class);
          });
    }
  }

  @Test
  void aDeadFirestoreDoesNotStopTheStart() {
    at(1)
        .run(context -> {
          assertThat(context).hasNotFailed();
          FeatureStore store = context.getBean(FeatureStore.class);

          assertThat(find(store, Duration.ofSeconds(5))).isInstanceOf(Outcome.Failed.class);
          assertThat(store.check(in(Duration.ofSeconds(5))).usable()).isFalse();
        });
  }

  @Test
  void firestoreIsASourceOfTheWholeFleetAndNoCache() {
    application.run(context -> {
      StoreTier tier = context.getBean("firestoreTier", StoreTier.class);

      assertThat(tier.name()).isEqualTo("firestore");
      assertThat(tier.source()).isEqualTo(FirestoreRoom.FIRESTORE);
      assertThat(tier.reach()).isEqualTo(Reach.FLEET);
      assertThat(tier.roles()).singleElement().isInstanceOf(Role.SourceOfTruth.class);
    });
  }

  private ApplicationContextRunner at(int port) {
    return application.withPropertyValues(
        "tiffin.store.tiers=firestore",
        "spring.cloud.gcp.firestore.emulator.enabled=true",
        "spring.cloud.gcp.firestore.host-port=127.0.0.1:" + port,
        "spring.cloud.gcp.firestore.project-id=lunch");
  }

  private static Deadline in(Duration time) {
    return Deadline.in(time, new RealTicker());
  }

  private static Outcome find(FeatureStore store, Duration time) {
    return store.find(new Query(List.of(KEY), in(time), Consistency.SOURCE)).getFirst();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"io.tiffin.store", "io.tiffin.guard"},
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Tests.*"))
  @ConfigurationPropertiesScan({"io.tiffin.store", "io.tiffin.guard"})
  static class StoreRooms {}
}
