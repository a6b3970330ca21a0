package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
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

      long refused = putUntilRefused(store);

      assertThat(revision(store)).isEqualTo(refused - 1);
    }
  }

  /** RocksDB looks for space every few seconds: about half a minute here, so not in a short run. */
  @Test
  void withoutAReserveTheStoreRecoversByItself() throws Exception {
    assumeThat(Integer.getInteger("tiffin.test.scale", 1)).isGreaterThan(1);
    try (FeatureStore store = open(DataSize.ofBytes(0))) {
      fill(VOLUME_MEGABYTES - 10);
      long refused = putUntilRefused(store);

      Files.delete(ballast);

      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(put(store, refused)).isEqualTo(new Applied()));
      assertThat(revision(store)).isEqualTo(refused);
    }
  }

  private static long putUntilRefused(FeatureStore store) {
    long revision = 1;
    WriteOutcome outcome = put(store, revision);
    while (outcome.equals(new Applied())) {
      outcome = put(store, ++revision);
    }
    assertThat(outcome)
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> {
              assertThat(failed.message()).startsWith("no space left on the device that holds");
              assertThat(failed.cause()).hasMessageContaining("No space left");
            });
    return revision;
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

  private static WriteOutcome put(FeatureStore store, long revision) {
    byte[] body = new byte[100_000];
    new Random(revision).nextBytes(body);
    return store.put(List.of(new Row(new RowKey("v", "a"), revision, 0, body)), soon()).getFirst();
  }

  private static long revision(FeatureStore store) {
    var query = new Query(List.of(new RowKey("v", "a")), soon(), Consistency.SOURCE);
    return ((Outcome.Found) store.find(query).getFirst()).row().revision();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(1), new FakeTicker());
  }
}
