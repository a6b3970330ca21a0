package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class RocksDbStorePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application
        .withPropertyValues("tiffin.data-directory=./data")
        .run(context ->
            assertThat(context.getBean(RocksDbStoreProperties.class))
                .isEqualTo(
                    new RocksDbStoreProperties(
                        Path.of("data/store"),
                        DataSize.ofMegabytes(128),
                        DataSize.ofMegabytes(128),
                        4)));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.rocksdb.directory=/var/lib/tiffin",
            "tiffin.store.rocksdb.memory=1GB",
            "tiffin.store.rocksdb.minimum-free-space=2GB",
            "tiffin.store.rocksdb.read-threads=9")
        .run(context ->
            assertThat(context.getBean(RocksDbStoreProperties.class))
                .isEqualTo(
                    new RocksDbStoreProperties(
                        Path.of("/var/lib/tiffin"),
                        DataSize.ofGigabytes(1),
                        DataSize.ofGigabytes(2),
                        9)));
  }

  @Test
  void wrongValuesStopTheStartByName() {
    Map<String, String> wrong =
        Map.of(
            "tiffin.store.rocksdb.memory=1MB", "set it to 16MB or more",
            "tiffin.store.rocksdb.minimum-free-space=-1B", "set it to 0B or more",
            "tiffin.store.rocksdb.read-threads=0", "readThreads");

    wrong.forEach((setting, sentence) ->
        application
            .withPropertyValues(setting)
            .run(context ->
                assertThat(context.getStartupFailure())
                    .as(setting)
                    .hasStackTraceContaining(sentence)));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RocksDbStoreProperties.class)
  static class Properties {}
}
