package io.tiffin.benchmark;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.rocksdb.RocksDbStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * The embedded store on this machine's disk: look-ups of 30 rows, uniformly from 100,000 rows of
 * 200 bytes; a bulk load of those; and durable writes of single rows by 1, 8 and 32 threads, as
 * ratios to plain RocksDB with the same threads, synced (its own write group) and unsynced. All in
 * one run, each three times, the best counts.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.EmbeddedStoreBenchmark -Dbenchmark=target/benchmark
 * </pre>
 *
 * The argument is a directory on the disk to measure; it is left empty.
 */
final class EmbeddedStoreBenchmark {

  private static final int ROWS = 100_000;
  private static final int BODY_BYTES = 200;
  private static final int KEYS_PER_FIND = 30;
  private static final int[] WRITERS = {1, 8, 32};
  private static final int REPEATS = 3;
  private static final Duration WRITING = Duration.ofSeconds(2);

  private final Random random = new Random(1);
  private final Path parent;

  private EmbeddedStoreBenchmark(Path parent) {
    this.parent = parent;
  }

  public static void main(String[] arguments) throws Exception {
    Path parent = Files.createDirectories(Path.of(arguments[0]));
    var benchmark = new EmbeddedStoreBenchmark(parent);
    benchmark.lookUps();
    for (int writers : WRITERS) {
      benchmark.durableWrites(writers);
    }
  }

  private void lookUps() throws Exception {
    inDirectory(directory -> {
      try (FeatureStore store = RocksDbStores.open(directory)) {
        double seconds = seconds(() -> load(store));
        System.out.printf("bulk load                  %,10.0f rows/s%n", ROWS / seconds);
      }
      try (FeatureStore store = RocksDbStores.open(directory)) {
        double cold = seconds(() -> find(store, 1_000)) / 1_000;
        double warm = Double.MAX_VALUE;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
          find(store, 10_000);
          warm = Math.min(warm, seconds(() -> find(store, 10_000)) / 10_000);
        }
        System.out.printf("find of %d, after a start  %,10.1f µs%n", KEYS_PER_FIND, cold * 1e6);
        System.out.printf("find of %d, in memory      %,10.1f µs%n", KEYS_PER_FIND, warm * 1e6);
      }
    });
  }

  private void load(FeatureStore store) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i, 1));
    }
    requireApplied(store.put(rows, soon()));
  }

  private void find(FeatureStore store, int times) {
    for (int i = 0; i < times; i++) {
      List<RowKey> keys = new ArrayList<>(KEYS_PER_FIND);
      for (int k = 0; k < KEYS_PER_FIND; k++) {
        keys.add(key(random.nextInt(ROWS)));
      }
      store.find(new Query(keys, soon(), Consistency.NEAREST));
    }
  }

  private void durableWrites(int writers) throws Exception {
    double ours = 0;
    double writeGroup = 0;
    double unsynced = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      ours = Math.max(ours, ours(writers));
      writeGroup = Math.max(writeGroup, plainRocksDb(writers, true));
      unsynced = Math.max(unsynced, plainRocksDb(writers, false));
    }
    System.out.printf(
        "%2d writers: durable %,9.0f/s; RocksDB's write group, synced %,9.0f/s, unsynced %,9.0f/s;"
            + " ratios %.2f and %.3f%n",
        writers, ours, writeGroup, unsynced, ours / writeGroup, ours / unsynced);
  }

  private double ours(int writers) throws Exception {
    double[] rate = new double[1];
    inDirectory(directory -> {
      try (FeatureStore store = RocksDbStores.open(directory)) {
        rate[0] =
            rate(
                writers,
                (writer, i) ->
                    requireApplied(
                        store.put(List.of(row(writer * 1_000 + i % 1_000, i + 1)), soon())));
      }
    });
    return rate[0];
  }

  private double plainRocksDb(int writers, boolean synced) throws Exception {
    double[] rate = new double[1];
    inDirectory(directory -> {
      try (var options = new Options().setCreateIfMissing(true);
          RocksDB rocks = RocksDB.open(options, directory.toString());
          var write = new WriteOptions().setSync(synced)) {
        rate[0] =
            rate(
                writers,
                (writer, i) -> {
                  Row row = row(writer * 1_000 + i % 1_000, i + 1);
                  rocks.put(write, KeyEncoding.bytes(row.key()), row.body());
                });
      }
    });
    return rate[0];
  }

  /** Writes per second of all writers together; platform threads, for RocksDB holds them. */
  private static double rate(int writers, Write write) throws Exception {
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int number = writer;
        counts.add(
            threads.submit(() -> {
              int written = 0;
              while (System.nanoTime() - begun < WRITING.toNanos()) {
                write.run(number, written++);
              }
              return written;
            }));
      }
      long total = 0;
      for (Future<Integer> count : counts) {
        total += count.get();
      }
      return total / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private void inDirectory(Action action) throws Exception {
    Path directory = Files.createTempDirectory(parent, "benchmark");
    try {
      action.run(directory);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static double seconds(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void requireApplied(List<WriteOutcome> outcomes) {
    for (WriteOutcome outcome : outcomes) {
      if (!(outcome instanceof WriteOutcome.Applied)) {
        throw new IllegalStateException("not applied: " + outcome);
      }
    }
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(1), System::nanoTime);
  }

  private static RowKey key(int i) {
    return new RowKey("restaurant_live", "r-" + i);
  }

  private static Row row(int i, long revision) {
    byte[] body = new byte[BODY_BYTES];
    new Random(i + revision).nextBytes(body);
    return new Row(key(i), revision, revision, body);
  }

  private interface Write {
    void run(int writer, int count) throws RocksDBException;
  }

  private interface Action {
    void run(Path directory) throws Exception;
  }
}
