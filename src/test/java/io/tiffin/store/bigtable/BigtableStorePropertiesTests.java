package io.tiffin.store.bigtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.store.bigtable.GcpBigtableProperties.Emulator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.UrlResource;

class BigtableStorePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context -> {
      assertThat(context.getBean(BigtableStoreProperties.class))
          .isEqualTo(new BigtableStoreProperties("tiffin-rows", null, null, false, 2, 100, 4, 64));
      assertThat(context.getBean(GcpBigtableProperties.class))
          .isEqualTo(
              new GcpBigtableProperties(
                  null,
                  null,
                  null,
                  new Emulator(false),
                  new GcpBigtableProperties.Key(null, null, List.of())));
    });
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.bigtable.table=lunch",
            "tiffin.store.bigtable.app-profile-id=any-cluster",
            "tiffin.store.bigtable.source-app-profile-id=one-cluster",
            "tiffin.store.bigtable.create-if-missing=true",
            "tiffin.store.bigtable.channels=5",
            "tiffin.store.bigtable.keys-per-read=50",
            "tiffin.store.bigtable.concurrent-reads=3",
            "tiffin.store.bigtable.concurrent-writes=32",
            "spring.cloud.gcp.bigtable.project-id=kitchen",
            "spring.cloud.gcp.bigtable.instance-id=rows",
            "spring.cloud.gcp.bigtable.host-port=127.0.0.1:8086",
            "spring.cloud.gcp.bigtable.emulator.enabled=true",
            "spring.cloud.gcp.bigtable.credentials.location=file:/etc/tiffin/key.json",
            "spring.cloud.gcp.bigtable.credentials.encoded-key=e30=",
            "spring.cloud.gcp.bigtable.credentials.scopes=a,b")
        .run(context -> {
          assertThat(context.getBean(BigtableStoreProperties.class))
              .isEqualTo(
                  new BigtableStoreProperties(
                      "lunch", "any-cluster", "one-cluster", true, 5, 50, 3, 32));
          assertThat(context.getBean(GcpBigtableProperties.class))
              .isEqualTo(
                  new GcpBigtableProperties(
                      "kitchen",
                      "rows",
                      "127.0.0.1:8086",
                      new Emulator(true),
                      new GcpBigtableProperties.Key(
                          new UrlResource("file:/etc/tiffin/key.json"),
                          "e30=",
                          List.of("a", "b"))));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "tiffin.store.bigtable.table, a/b, 'table is «a/b», set it to 1 to 50'",
    "tiffin.store.bigtable.app-profile-id, -a, 'app-profile-id is «-a», set it to 1 to 50'",
    "tiffin.store.bigtable.source-app-profile-id, 'a b', 'source-app-profile-id is «a b», set it'",
    "tiffin.store.bigtable.channels, 0, 'channels'",
    "tiffin.store.bigtable.keys-per-read, 0, 'keysPerRead'",
    "tiffin.store.bigtable.concurrent-reads, 0, 'concurrentReads'",
    "tiffin.store.bigtable.concurrent-writes, 0, 'concurrentWrites'",
    "spring.cloud.gcp.bigtable.host-port, nowhere, 'host-port is «nowhere», set it to «host:port»'",
    "spring.cloud.gcp.bigtable.emulator.enabled, true, 'set spring.cloud.gcp.bigtable.host-port'",
  })
  void aWrongSettingStopsTheStart(String property, String value, String message) {
    application
        .withPropertyValues(property + "=" + value)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({BigtableStoreProperties.class, GcpBigtableProperties.class})
  static class Properties {}
}
