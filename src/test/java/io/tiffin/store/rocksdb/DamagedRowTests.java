package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.UnreadableRowException;
import io.tiffin.store.WriteOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/** Damage is an error of the keys it hits; it is never an absent row. */
class DamagedRowTests {

  private static final int ROWS = 200;

  @TempDir private Path directory;

  @Test
  void bytesThatAreNoRowFailForTheirKeyOnly() throws Exception {
    write();
    inRocksDb(db -> db.put(KeyEncoding.bytes(key(1)), new byte[] {1, 2, 3}));

    try (FeatureStore store = RocksDbStores.open(directory)) {
      List<Outcome> outcomes = find(store, List.of(key(0), key(1), key(2)));

      assertThat(outcomes.get(0)).isInstanceOf(Outcome.Found.class);
      assertThat(outcomes.get(1)).matches(DamagedRowTests::isError);
      assertThat(((Outcome.Failed) outcomes.get(1)).cause())
          .isInstanceOf(UnreadableRowException.class);
      assertThat(outcomes.get(2)).isInstanceOf(Outcome.Found.class);
    }
  }

  @Test
  void bytesThatAreNoRowAreNotOverwritten() throws Exception {
    write();
    inRocksDb(db -> db.put(KeyEncoding.bytes(key(1)), new byte[] {1, 2, 3}));

    try (FeatureStore store = RocksDbStores.open(directory)) {
      List<WriteOutcome> outcomes = store.put(List.of(row(0, 9), row(1, 9), row(2, 9)), soon());

      assertThat(outcomes.get(0)).isEqualTo(new WriteOutcome.Applied());
      assertThat(outcomes.get(1)).isInstanceOf(WriteOutcome.Failed.class);
      assertThat(outcomes.get(2)).isEqualTo(new WriteOutcome.Applied());
    }
  }

  @Test
  void aDamagedFileIsAnErrorAndNeverAnAbsentRow() throws Exception {
    write();
    flipBytesOfTables();

    try (FeatureStore store = RocksDbStores.open(directory)) {
      List<Outcome> outcomes =
          find(store, IntStream.range(0, ROWS).mapToObj(DamagedRowTests::key).toList());

      assertThat(outcomes).noneMatch(Outcome.Absent.class::isInstance);
      assertThat(outcomes).anyMatch(DamagedRowTests::isError);
    }
  }

  /**
   * The control: RocksDB's own multi-get, as its Java binding reports it, takes damage for absence.
   */
  @Test
  void multiGetOfRocksDbTakesADamagedFileForAbsence() throws Exception {
    write();
    flipBytesOfTables();

    inRocksDb(db ->
        assertThat(
                db.multiGetAsList(
                    IntStream.range(0, ROWS).mapToObj(i -> KeyEncoding.bytes(key(i))).toList()))
            .containsNull());
  }

  @Test
  void aDatabaseWithoutItsManifestStopsTheStart() throws Exception {
    write();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(file -> name(file).startsWith("MANIFEST")).toList()) {
        Files.delete(file);
      }
    }

    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> RocksDbStores.open(directory))
        .withMessageStartingWith("The store in " + directory + " cannot be opened: ");
  }

  private void write() throws Exception {
    try (FeatureStore store = RocksDbStores.open(directory)) {
      store.put(IntStream.range(0, ROWS).mapToObj(i -> row(i, 1)).toList(), soon());
    }
    inRocksDb(db -> {
      try (var options = new FlushOptions().setWaitForFlush(true)) {
        db.flush(options);
      }
    });
  }

  private void flipBytesOfTables() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path table : files.filter(file -> name(file).endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(table);
        for (int i = 500; i < bytes.length / 2; i += 100) {
          bytes[i] ^= 0x55;
        }
        Files.write(table, bytes);
      }
    }
  }

  private void inRocksDb(Action action) throws Exception {
    try (var options = new Options();
        RocksDB db = RocksDB.open(options, directory.toString())) {
      action.run(db);
    }
  }

  private static List<Outcome> find(FeatureStore store, List<RowKey> keys) {
    return store.find(new Query(keys, soon(), Consistency.SOURCE));
  }

  private static boolean isError(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.reason() == Reason.ERROR;
  }

  private static RowKey key(int i) {
    return new RowKey("v", "e-" + i);
  }

  private static Row row(int i, long revision) {
    byte[] body = new byte[500];
    new Random(i).nextBytes(body);
    return new Row(key(i), revision, 0, body);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(1), new FakeTicker());
  }

  private interface Action {
    void run(RocksDB db) throws Exception;
  }
}
