package io.tiffin.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.WriteOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A process that writes until it is killed, and says on standard output what was acknowledged: a
 * line {@code entity revision} after each write. Revision 3, 6, 9 … of an entity is a deletion.
 *
 * <p>Arguments: the directory, the first revision, and {@code honest}, or {@code early} to say so
 * before the write is handed over.
 */
final class WriterProcess {

  static final int THREADS = 4;
  static final int ENTITIES_PER_THREAD = 5;

  private final FeatureStore store;
  private final boolean early;

  private WriterProcess(FeatureStore store, boolean early) {
    this.store = store;
    this.early = early;
  }

  public static void main(String[] arguments) throws Exception {
    FeatureStore store = RocksDbStores.open(Path.of(arguments[0]));
    long firstRevision = Long.parseLong(arguments[1]);
    var writer = new WriterProcess(store, arguments[2].equals("early"));
    System.out.println("ready");
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      Thread.ofPlatform().start(() -> writer.writeForever(number, firstRevision));
    }
  }

  /** Starts one; it is writing once it has said {@code ready}. */
  static Process start(Path directory, long firstRevision, String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            directory.toString(),
            Long.toString(firstRevision),
            mode)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static RowKey key(int thread, int entity) {
    return new RowKey("killed", "e-" + thread + "-" + entity);
  }

  static boolean isDeletion(long revision) {
    return revision % 3 == 0;
  }

  static byte[] body(String entity, long revision) {
    return (entity + "@" + revision).repeat(20).getBytes(UTF_8);
  }

  private void writeForever(int thread, long firstRevision) {
    var random = new Random(thread);
    for (long revision = firstRevision; ; revision++) {
      RowKey key = key(thread, random.nextInt(ENTITIES_PER_THREAD));
      if (early) {
        acknowledge(key, revision);
      }
      if (!(write(key, revision) instanceof WriteOutcome.Applied)) {
        throw new IllegalStateException("not applied: " + key + " at " + revision);
      }
      if (!early) {
        acknowledge(key, revision);
      }
    }
  }

  private WriteOutcome write(RowKey key, long revision) {
    Deadline deadline = Deadline.in(Duration.ofMinutes(1), System::nanoTime);
    if (isDeletion(revision)) {
      return store.delete(key, revision, deadline);
    }
    var row = new Row(key, revision, revision, body(key.entity(), revision));
    return store.put(List.of(row), deadline).getFirst();
  }

  /** One line, in one write to the pipe. */
  private static void acknowledge(RowKey key, long revision) {
    byte[] line = (key.entity() + " " + revision + "\n").getBytes(UTF_8);
    synchronized (System.out) {
      System.out.write(line, 0, line.length);
      System.out.flush();
    }
  }
}
