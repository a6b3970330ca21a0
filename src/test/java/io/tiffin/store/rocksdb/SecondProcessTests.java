package io.tiffin.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tiffin.store.FeatureStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process per directory. */
class SecondProcessTests {

  @TempDir private Path directory;
  private Process first;

  @BeforeEach
  void startFirst() throws Exception {
    first = WriterProcess.start(directory, 1, "honest");
    var output = new BufferedReader(new InputStreamReader(first.getInputStream(), UTF_8));
    assertThat(output.readLine()).isEqualTo("ready");
  }

  @AfterEach
  void killFirst() throws Exception {
    first.destroyForcibly().waitFor();
  }

  @Test
  void isToldWhichProcessHasTheDirectoryOpenAndSinceWhen() {
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> RocksDbStores.open(directory))
        .withMessage(
            "The store in %s is open in process %d since 2026-01-02T03:04:05Z, and only one process"
                + " may have it open.",
            directory, first.pid());
  }

  @Test
  void opensTheDirectoryOnceTheFirstIsKilled() throws Exception {
    first.destroyForcibly().waitFor();

    try (FeatureStore store = RocksDbStores.open(directory)) {
      assertThat(store.source().name()).isEqualTo("ROCKSDB");
    }
  }
}
