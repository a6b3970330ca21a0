package io.tiffin.store.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class FirestoreStorePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(FirestoreStoreProperties.class))
            .isEqualTo(
                new FirestoreStoreProperties(
                    "tiffin_rows", false, 2, 300, 8, 20, 8, Duration.ofSeconds(1))));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.firestore.collection=lunch-rows",
            "tiffin.store.firestore.create-if-missing=false",
            "tiffin.store.firestore.channels=3",
            "tiffin.store.firestore.keys-per-read=100",
            "tiffin.store.firestore.concurrent-reads=5",
            "tiffin.store.firestore.rows-per-write=50",
            "tiffin.store.firestore.concurrent-writes=6",
            "tiffin.store.firestore.write-interval=0s")
        .run(context ->
            assertThat(context.getBean(FirestoreStoreProperties.class))
                .isEqualTo(
                    new FirestoreStoreProperties(
                        "lunch-rows", false, 3, 100, 5, 50, 6, Duration.ZERO)));
  }

  @ParameterizedTest
  @CsvSource({
    "collection, a/b, 'set it to a letter and up to 63'",
    "collection, __x__, 'set it to a letter and up to 63'",
    "create-if-missing, true, 'remove it and set the database up with gcloud'",
    "channels, 0, 'channels'",
    "keys-per-read, 0, 'keysPerRead'",
    "concurrent-reads, 0, 'concurrentReads'",
    "rows-per-write, 0, 'rowsPerWrite'",
    "rows-per-write, 501, 'rowsPerWrite'",
    "concurrent-writes, 0, 'concurrentWrites'",
    "write-interval, -1s, 'set it to 1s, or to another time from 0s to 1m'",
    "write-interval, 61s, 'set it to 1s, or to another time from 0s to 1m'",
  })
  void aWrongSettingStopsTheStart(String property, String value, String message) {
    application
        .withPropertyValues("tiffin.store.firestore." + property + "=" + value)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(FirestoreStoreProperties.class)
  static class Properties {}
}
