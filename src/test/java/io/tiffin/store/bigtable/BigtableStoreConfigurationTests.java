package io.tiffin.store.bigtable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.api.gax.core.CredentialsProvider;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.fixture.BigtableEmulator;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
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
import io.tiffin.store.WriteOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
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

class BigtableStoreConfigurationTests {

  private static final String INSTANCE = "spring.cloud.gcp.bigtable.instance-id=rows";

  @TempDir private Path directory;
  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
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
            .withPropertyValues("tiffin.store.rocksdb.directory=" + directory);
  }

  @Test
  void anApplicationWithoutBigtableMakesNoClient() {
    application.run(context -> {
      assertThat(context).hasNotFailed().hasSingleBean(BigtableConnections.class);
      assertThat(context).doesNotHaveBean(CredentialsProvider.class);
      assertThat(context.getBean(BigtableConnections.class).isOpen()).isFalse();
    });
  }

  @Test
  void itIsASourceThatTheFleetShares() {
    application.run(context -> {
      StoreTier tier = context.getBean("bigtableTier", StoreTier.class);
      assertThat(tier.reach()).isEqualTo(Reach.FLEET);
      assertThat(tier.source().name()).isEqualTo("BIGTABLE");
      assertThat(tier.roles()).singleElement().isInstanceOf(Role.SourceOfTruth.class);
    });
  }

  @Test
  void bigtableIsTheSourceWhenItIsNamedLast() {
    try (ServerProcess emulator = BigtableEmulator.start()) {
      application
          .withPropertyValues(
              "tiffin.store.tiers=bigtable",
              "tiffin.store.bigtable.create-if-missing=true",
              INSTANCE,
              "spring.cloud.gcp.bigtable.emulator.enabled=true",
              "spring.cloud.gcp.bigtable.host-port=127.0.0.1:" + emulator.port())
          .run(context -> {
            FeatureStore store = context.getBean(FeatureStore.class);
            BigtableRoom.eventually("reachable", () -> store.check(ample).usable());
            Row row = new Row(BigtableRoom.key("r-17"), 1, 1, "body".getBytes(UTF_8));

            assertThat(store.put(List.of(row), ample)).containsExactly(new WriteOutcome.Applied());

            assertThat(find(store, ample)).isInstanceOf(Outcome.Found.class);
            assertThat(context.getBean(BigtableConnections.class).link().tableName())
                .isEqualTo("projects/emulator/instances/rows/tables/tiffin-rows");
          });
    }
  }

  @Test
  void aDeadBigtableDoesNotStopTheStart() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=bigtable",
            INSTANCE,
            "spring.cloud.gcp.bigtable.emulator.enabled=true",
            "spring.cloud.gcp.bigtable.host-port=127.0.0.1:1")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(find(context.getBean(FeatureStore.class), ample))
              .isInstanceOf(Outcome.Failed.class);
        });
  }

  /** Where credentials are needed, channels are primed; nobody waits for it. */
  @Test
  void aSilentGoogleDoesNotHoldUpTheStart() {
    try (FaultProxy proxy = new FaultProxy("127.0.0.1", 1, 42)) {
      proxy.inject(new Fault.BlackHole());
      application
          .withPropertyValues(
              "tiffin.store.tiers=bigtable",
              INSTANCE,
              "spring.cloud.gcp.project-id=kitchen",
              "spring.cloud.gcp.credentials.location=" + key("cook"),
              "spring.cloud.gcp.bigtable.host-port=127.0.0.1:" + proxy.port())
          .run(context -> {
            assertThat(context).hasNotFailed();
            FeatureStore store = context.getBean(FeatureStore.class);
            assertThat(
                    assertTimeout(
                        Duration.ofSeconds(2),
                        () -> find(store, Deadline.in(Duration.ofMillis(100), new RealTicker()))))
                .isInstanceOf(Outcome.Failed.class);
          });
    }
  }

  @Test
  void projectAndCredentialsOfSpringCloudGcpSuffice() {
    application
        .withPropertyValues(
            INSTANCE,
            "spring.cloud.gcp.project-id=kitchen",
            "spring.cloud.gcp.credentials.location=" + key("cook"),
            "spring.cloud.gcp.firestore.project-id=other",
            "spring.cloud.gcp.firestore.emulator.enabled=true",
            "spring.cloud.gcp.firestore.host-port=127.0.0.1:1")
        .run(context -> {
          BigtableClients clients = context.getBean(BigtableConnections.class).clients();

          assertThat(clients.project()).isEqualTo("kitchen");
          assertThat(clients.instance()).isEqualTo("rows");
          assertThat(clients.hostPort()).isNull();
          assertThat(clients.emulator()).isFalse();
          assertThat(mail(clients)).isEqualTo("cook@kitchen.example");
          assertThat(clients.rows(null).getStubSettings().getEndpoint())
              .isEqualTo("bigtable.googleapis.com:443");
          assertThat(clients.rows(null).areInternalMetricsEnabled()).isFalse();
        });
  }

  @Test
  void bigtablesOwnProjectAndCredentialsWin() {
    application
        .withPropertyValues(
            INSTANCE,
            "spring.cloud.gcp.project-id=kitchen",
            "spring.cloud.gcp.credentials.location=" + key("cook"),
            "spring.cloud.gcp.bigtable.project-id=pantry",
            "spring.cloud.gcp.bigtable.credentials.encoded-key=" + encoded("waiter"))
        .run(context -> {
          BigtableClients clients = context.getBean(BigtableConnections.class).clients();

          assertThat(clients.project()).isEqualTo("pantry");
          assertThat(mail(clients)).isEqualTo("waiter@kitchen.example");
        });
  }

  @Test
  void withoutAnInstanceTheStartIsStoppedInOneSentence() {
    application
        .withPropertyValues("tiffin.store.tiers=bigtable")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(BigtableUnusableException.class)
                .hasMessage(
                    "A tier is «bigtable», and spring.cloud.gcp.bigtable.instance-id is not set."));
  }

  @Test
  void withoutCredentialsTheStartIsStoppedWithWhatToDo() {
    application
        .withPropertyValues(
            "tiffin.store.tiers=bigtable",
            INSTANCE,
            "spring.cloud.gcp.project-id=kitchen",
            "spring.cloud.gcp.credentials.location=file:" + directory.resolve("nothing.json"))
        .run(context -> {
          FailureAnalysis analysis =
              new BigtableUnusableFailureAnalyzer().analyze(context.getStartupFailure());
          assertThat(analysis.getDescription())
              .startsWith("A tier is «bigtable», and Google Cloud has no project or credentials")
              .contains("nothing.json");
          assertThat(analysis.getAction()).contains("spring.cloud.gcp.credentials.location");
        });
  }

  private Outcome find(FeatureStore store, Deadline deadline) {
    return store
        .find(new Query(List.of(BigtableRoom.key("r-17")), deadline, Consistency.NEAREST))
        .getFirst();
  }

  private static String mail(BigtableClients clients) throws IOException {
    return ((ServiceAccountCredentials) clients.credentials().getCredentials()).getClientEmail();
  }

  /** The file of a service account's key, which nobody knows. */
  private String key(String account) {
    try {
      Path file = directory.resolve(account + ".json");
      return "file:" + Files.writeString(file, json(account));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String encoded(String account) {
    return Base64.getEncoder().encodeToString(json(account).getBytes(UTF_8));
  }

  private static String json(String account) {
    return """
    {
      "type": "service_account",
      "project_id": "kitchen",
      "private_key_id": "1",
      "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
      "client_email": "%s@kitchen.example",
      "client_id": "1",
      "token_uri": "http://127.0.0.1:1/token"
    }
    """
        .formatted(privateKey(), account);
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"io.tiffin.store", "io.tiffin.guard"},
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Tests.*"))
  @ConfigurationPropertiesScan({"io.tiffin.store", "io.tiffin.guard"})
  static class StoreRooms {}
}
