package io.tiffin.store.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.DynamoDbLocal;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Role;
import io.tiffin.store.WriteOutcome.Applied;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

class DynamoDbStoreConfigurationTests {

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
                bean -> bean.setAutowireCandidate(true))
            .withBean(Ticker.class, RealTicker::new)
            .withBean(SimpleMeterRegistry.class)
            .withBean(Catalogue.class, () -> new Catalogue(List.of()))
            .withPropertyValues("tiffin.store.rocksdb.directory=" + directory)
            .withSystemProperties("aws.disableEc2Metadata=true");
  }

  @Test
  void dynamoDbIsTheSourceWhenItIsNamedLast() {
    try (ServerProcess server = DynamoDbLocal.start()) {
      application
          .withPropertyValues(
              "tiffin.store.tiers=dynamodb",
              "tiffin.store.dynamodb.endpoint=http://127.0.0.1:" + server.port(),
              "tiffin.store.dynamodb.call-timeout=20s",
              "tiffin.store.dynamodb.create-if-missing=true")
          .run(context -> {
            FeatureStore store = context.getBean(FeatureStore.class);
            Row row = new Row(KEY, 1, 1, "body".getBytes(UTF_8));

            assertThat(store.put(List.of(row), DynamoDbRoom.ample()))
                .containsExactly(new Applied());

            assertThat(find(store)).isInstanceOf(Outcome.Found.class);
            assertThat(find(store).source().name()).isEqualTo("DYNAMODB");
          });
    }
  }

  @Test
  void aDeadServerDoesNotStopTheStart() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=dynamodb", "tiffin.store.dynamodb.endpoint=http://127.0.0.1:1")
        .run(context ->
            assertThat(find(context.getBean(FeatureStore.class)))
                .isInstanceOf(Outcome.Failed.class));
  }

  @Test
  void aDeadDaxClusterDoesNotStopTheStart() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=dynamodb",
            "tiffin.store.dynamodb.endpoint=http://127.0.0.1:1",
            "tiffin.store.dynamodb.dax-endpoint=dax://127.0.0.1:1")
        .run(context ->
            assertThat(find(context.getBean(FeatureStore.class)))
                .isInstanceOf(Outcome.Failed.class));
  }

  @Test
  void anApplicationWithoutDynamoDbMakesNoClient() {
    application.run(context -> {
      assertThat(context).hasNotFailed();
      assertThat(context.getBean("dynamodbTier", StoreTier.class).roles())
          .singleElement()
          .isInstanceOf(Role.SourceOfTruth.class);
      assertThat(context).hasNotFailed(); // though no region is known
    });
  }

  @Test
  void whereNoRegionIsKnownTheStartStopsInOneSentence() {
    application
        .withPropertyValues("tiffin.store.tiers=dynamodb")
        .withSystemProperties("aws.configFile=" + directory.resolve("none"))
        .run(context -> {
          Throwable failure = rootOf(context.getStartupFailure());
          assertThat(context).hasFailed();
          FailureAnalysis analysis = new DynamoDbUnusableFailureAnalyzer().analyze(failure);
          assertThat(analysis.getDescription()).startsWith("No region is known for DynamoDB");
          assertThat(analysis.getAction())
              .isEqualTo(
                  "Set tiffin.store.dynamodb.region, or the environment variable AWS_REGION.");
        });
  }

  @Test
  void theRegionComesFromThePlatformWhereTheSettingsHaveNone() {
    application
        .withPropertyValues("tiffin.store.tiers=dynamodb")
        .withSystemProperties("aws.region=eu-central-1")
        .run(context -> assertThat(context).hasNotFailed());
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof DynamoDbUnusableException)) {
      cause = cause.getCause();
    }
    return cause == null ? failure : cause;
  }

  private static Outcome find(FeatureStore store) {
    return store
        .find(new Query(List.of(KEY), DynamoDbRoom.ample(), Consistency.NEAREST))
        .getFirst();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"io.tiffin.store", "io.tiffin.guard"},
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Tests.*"))
  @ConfigurationPropertiesScan({"io.tiffin.store", "io.tiffin.guard"})
  static class StoreRooms {}
}
