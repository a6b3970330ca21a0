package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.store.dynamodb.DynamoDbStoreProperties.NearestReads;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class DynamoDbStorePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context -> {
      var properties = context.getBean(DynamoDbStoreProperties.class);
      assertThat(properties)
          .isEqualTo(
              new DynamoDbStoreProperties(
                  "tiffin",
                  null,
                  null,
                  null,
                  false,
                  null,
                  64,
                  32,
                  Duration.ofMillis(100),
                  Duration.ofSeconds(1)));
      assertThat(properties.readsNearestStrongly()).isTrue();
      assertThat(properties.isEmulated()).isFalse();
    });
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.dynamodb.table=lunch",
            "tiffin.store.dynamodb.region=eu-central-1",
            "tiffin.store.dynamodb.endpoint=https://dynamodb.internal:8443",
            "tiffin.store.dynamodb.dax-endpoint=daxs://lunch.abc.dax-clusters.eu-central-1.amazonaws.com",
            "tiffin.store.dynamodb.create-if-missing=true",
            "tiffin.store.dynamodb.nearest-reads=strong",
            "tiffin.store.dynamodb.max-connections=100",
            "tiffin.store.dynamodb.concurrent-writes=50",
            "tiffin.store.dynamodb.connect-timeout=200ms",
            "tiffin.store.dynamodb.call-timeout=2s")
        .run(context ->
            assertThat(context.getBean(DynamoDbStoreProperties.class))
                .isEqualTo(
                    new DynamoDbStoreProperties(
                        "lunch",
                        "eu-central-1",
                        URI.create("https://dynamodb.internal:8443"),
                        URI.create("daxs://lunch.abc.dax-clusters.eu-central-1.amazonaws.com"),
                        true,
                        NearestReads.STRONG,
                        100,
                        50,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2))));
  }

  @Test
  void throughDaxTheNearestReadsAreEventual() {
    application
        .withPropertyValues("tiffin.store.dynamodb.dax-endpoint=dax://lunch:8111")
        .run(context ->
            assertThat(context.getBean(DynamoDbStoreProperties.class).readsNearestStrongly())
                .isFalse());
  }

  @Test
  void aPlainEndpointIsAnEmulator() {
    application
        .withPropertyValues("tiffin.store.dynamodb.endpoint=http://127.0.0.1:8000")
        .run(context ->
            assertThat(context.getBean(DynamoDbStoreProperties.class).isEmulated()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "table, ab, 'set it to 3 to 255 letters'",
    "table, lunch/menu, 'set it to 3 to 255 letters'",
    "region, Frankfurt!, 'such as eu-central-1'",
    "endpoint, 127.0.0.1, 'an address such as https://host:port'",
    "endpoint, 'ftp://host', 'an address such as https://host:port'",
    "dax-endpoint, 'https://host', 'an address such as daxs://host:port'",
    "nearest-reads, sometimes, 'sometimes'",
    "max-connections, 10001, 'maxConnections'",
    "max-connections, 1, 'set it below max-connections'",
    "concurrent-writes, 0, 'concurrentWrites'",
    "concurrent-writes, 64, 'set it below max-connections'",
    "connect-timeout, 0s, 'set it to 1ms to 1m'",
    "call-timeout, 61s, 'set it to 1ms to 1m'",
  })
  void aWrongSettingStopsTheStart(String property, String value, String message) {
    application
        .withPropertyValues("tiffin.store.dynamodb." + property + "=" + value)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(DynamoDbStoreProperties.class)
  static class Properties {}
}
