package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.SmallVolume;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** A disk that is full, that becomes full, and one that cannot be written. */
class DiskTests {

  private static final int VOLUME_MEGABYTES = 64;
  private static final DataSize RESERVE = DataSize.ofMegabytes(16);

  @TempDir private Path mountPoint;
  private SmallVolume volume;
  private Path directory;
  private Path ballast;

  @BeforeEach
  void mount() throws Exception {
    volume = SmallVolume.mount(mountPoint, VOLUME_MEGABYTES);
    directory = mountPoint.resolve("store");
    ballast = mountPoint.resolve("ballast");
  }

  @AfterEach
  void unmountVolume() throws Exception {
    if (volume != null) {
      volume.unmount();
    }
  }

  @Test
  void writesAreRefusedBelowTheReserveAndReadsGoOn() throws Exception {
    try (FeatureStore store = open(RESERVE)) {
      put(store, 1);
      fill(VOLUME_MEGABYTES - 10);

      WriteOutcome refused = put(store, 2);

      assertThat(refused)
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class,
              failed ->
                  assertThat(failed.message())
                      .isEqualTo(
                          "no space left on the device that holds %s (writes stop below 16 MB free)",
                          directory));
      assertThat(revision(store)).isEqualTo(1);
      assertThat(store.check(soon()).usable()).isTrue();
      assertThat(store.check(soon()).detail()).contains("writes are refused: no space left");
    }
  }

  @Test
  void writesResumeWhenThereIsSpaceAgain() throws Exception {
    try (FeatureStore store = open(RESERVE)) {
      fill(VOLUME_MEGABYTES - 10);
      put(store, 1);
      Files.delete(ballast);

      assertThat(put(store, 2)).isEqualTo(new Applied());
      assertThat(revision(store)).isEqualTo(2);
      assertThat(store.check(soon()).detail()).doesNotContain("refused");
    }
  }

  /** The control of the reserve: without it the disk itself refuses. Reads go on all the same. */
  @Test
  void withoutAReserveTheDiskRefuses() throws Exception {
    try (FeatureStore store = open(DataSize.ofBytes(0))) {
      fill(VOLUME_MEGABYTES - 10);

      int refused = putUntilRefused(store);

      assertThat(find(store, "e-" + (refused - 1))).isInstanceOf(Outcome.Found.class);
      assertThat(find(store, "e-" + refused)).isInstanceOf(Outcome.Absent.class);
    }
  }

  /** RocksDB looks for space every few seconds, so this takes some. */
  @Test
  void withoutAReserveTheStoreRecoversByItself() throws Exception {
    try (FeatureStore store = open(DataSize.ofBytes(0))) {
      fill(VOLUME_MEGABYTES - 10);
      String refused = "e-" + putUntilRefused(store);

      Files.delete(ballast);

      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(put(store, refused, 1)).isEqualTo(new Applied()));
      assertThat(find(store, refused)).isInstanceOf(Outcome.Found.class);
    }
  }

  /** Writes {@code e-1}, {@code e-2} …; returns the number of the first that is refused. */
  private static int putUntilRefused(FeatureStore store) {
    int number = 1;
    WriteOutcome outcome = put(store, "e-1", 1);
    while (outcome.equals(new Applied())) {
      outcome = put(store, "e-" + ++number, 1);
    }
    assertThat(outcome)
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> {
              assertThat(failed.message()).startsWith("no space left on the device that holds");
              assertThat(failed.cause()).hasMessageContaining("No space left");
            });
    return number;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16})
  void aFullDiskIsOpenedForReading(int reserveMegabytes) throws Exception {
    DataSize reserve = DataSize.ofMegabytes(reserveMegabytes);
    try (FeatureStore store = open(reserve)) {
      put(store, 1);
    }
    Files.delete(directory.resolve("tiffin.lock")); // so that there is no place to write it
    fillWholly();

    try (FeatureStore store = open(reserve)) {
      assertThat(revision(store)).isEqualTo(1);
      assertThat(put(store, 2))
          .isEqualTo(
              new WriteOutcome.Failed(
                  ("no space left on the device that holds %s (writes stop below %d MB free);"
                          + " the store was opened for reading only, until a restart")
                      .formatted(directory, reserveMegabytes),
                  null));
      assertThat(store.check(soon()).usable()).isTrue();
    }
    Files.delete(ballast);
    try (FeatureStore store = open(reserve)) {
      assertThat(put(store, 2)).isEqualTo(new Applied());
    }
  }

  @Test
  void aFullDiskWithoutAStoreStopsTheStart() throws Exception {
    fillWholly();

    assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> open(RESERVE));
  }

  @Test
  void aReadOnlyDirectoryIsReadAndNotWritten() throws Exception {
    try (FeatureStore store = open(RESERVE)) {
      put(store, 1);
    }
    volume.makeReadOnly();

    try (FeatureStore store = open(RESERVE)) {
      assertThat(revision(store)).isEqualTo(1);
      assertThat(put(store, 2))
          .isEqualTo(
              new WriteOutcome.Failed(
                  directory + " is not writable, the store in it was opened for reading only",
                  null));
      assertThat(store.check(soon()).usable()).isTrue();
    }
    volume.makeWritable();
  }

  @Test
  void aReadOnlyDirectoryWithoutAStoreStopsTheStart() throws Exception {
    volume.makeReadOnly();

    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> open(RESERVE))
        .withMessage(
            "There is no store in %s and none can be made there: it is not writable.", directory);
    volume.makeWritable();
  }

  private FeatureStore open(DataSize reserve) throws StoreUnusableException {
    return RocksDbStores.open(RocksDbStores.properties(directory, reserve));
  }

  private void fill(int megabytes) throws Exception {
    try (var file = new RandomAccessFile(ballast.toFile(), "rw")) {
      byte[] megabyte = new byte[1 << 20];
      for (int i = 0; i < megabytes; i++) {
        file.write(megabyte);
      }
    }
  }

  private void fillWholly() {
    assertThatIOException()
        .isThrownBy(() -> fill(2 * VOLUME_MEGABYTES))
        .withMessage("No space left on device");
  }

  private static WriteOutcome put(FeatureStore store, long revision) {
    return put(store, "a", revision);
  }

  private static WriteOutcome put(FeatureStore store, String entity, long revision) {
    byte[] body = new byte[100_000];
    new Random(entity.hashCode()).nextBytes(body);
    return store
        .put(List.of(new Row(new RowKey("v", entity), revision, 0, body)), soon())
        .getFirst();
  }

  private static long revision(FeatureStore store) {
    return ((Outcome.Found) find(store, "a")).row().revision();
  }

  private static Outcome find(FeatureStore store, String entity) {
    return store
        .find(new Query(List.of(new RowKey("v", entity)), soon(), Consistency.SOURCE))
        .getFirst();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(1), new FakeTicker());
  }
}
