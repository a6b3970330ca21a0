package io.tiffin.store.rocksdb;

import io.tiffin.store.DirectoryLock;
import io.tiffin.store.DirectoryTakenException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.springframework.util.unit.DataSize;

/**
 * A store's directory with the database in it open: for this process alone, or, where nothing can
 * be written, for reading.
 */
final class OpenDirectory implements Closeable {

  private final Volume volume;
  private final Database database;
  private final Writes writes;
  private final Closeable lock;

  private OpenDirectory(Volume volume, Database database, Writes writes, Closeable lock) {
    this.volume = volume;
    this.database = database;
    this.writes = writes;
    this.lock = lock;
  }

  /**
   * Opens the directory, making it if it is missing.
   *
   * @param now what a second process is told the directory is held since
   * @throws StoreUnusableException if another process has it open, if there is nothing to read and
   *     nothing can be written, or if the database is damaged
   */
  static OpenDirectory open(RocksDbStoreProperties properties, Instant now)
      throws StoreUnusableException {
    Path path = properties.directory();
    try {
      Files.createDirectories(path);
      var volume = Volume.of(path, properties.minimumFreeSpace());
      return Files.isWritable(path)
          ? writable(volume, properties.memory(), DirectoryLock.take(path, now))
          : readOnly(
              volume,
              properties.memory(),
              path + " is not writable, the store in it was opened for reading only",
              () -> {});
    } catch (DirectoryTakenException e) {
      throw taken(path, e);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static OpenDirectory writable(Volume volume, DataSize memory, DirectoryLock lock)
      throws StoreUnusableException, IOException {
    try {
      Database database = Database.open(volume.directory(), memory);
      return new OpenDirectory(volume, database, new GroupCommit(database, volume), lock);
    } catch (RocksDBException e) {
      return withoutSpace(volume, memory, lock, e);
    }
  }

  /**
   * RocksDB writes whenever it opens for writing, so a full disk can only be opened for reading.
   */
  private static OpenDirectory withoutSpace(
      Volume volume, DataSize memory, DirectoryLock lock, RocksDBException failure)
      throws StoreUnusableException, IOException {
    try {
      String refusal = volume.refusalAfter(failure);
      if (refusal.isEmpty()) {
        throw damaged(volume.directory(), failure);
      }
      String untilRestart = refusal + "; the store was opened for reading only, until a restart";
      return readOnly(volume, memory, untilRestart, lock);
    } catch (StoreUnusableException e) {
      lock.close();
      throw e;
    }
  }

  private static OpenDirectory readOnly(
      Volume volume, DataSize memory, String refusal, Closeable lock)
      throws StoreUnusableException {
    Path path = volume.directory();
    if (!Database.existsIn(path)) {
      throw unwritable(path, null);
    }
    try {
      Database database = Database.openReadOnly(path, memory);
      return new OpenDirectory(volume, database, new RefusedWrites(refusal), lock);
    } catch (RocksDBException e) {
      throw damaged(path, e);
    }
  }

  private static StoreUnusableException taken(Path path, DirectoryTakenException cause) {
    return new StoreUnusableException(
        "The store in "
            + path
            + " is open in "
            + cause.holder()
            + ", and only one process may have it open.",
        "Stop that process, or give this one a directory of its own with tiffin.data-directory.",
        cause);
  }

  private static StoreUnusableException unwritable(Path path, @Nullable IOException cause) {
    return new StoreUnusableException(
        "There is no store in " + path + " and none can be made there: it is not writable.",
        "Make the directory writable, or name another one with tiffin.data-directory.",
        cause);
  }

  private static StoreUnusableException damaged(Path path, RocksDBException cause) {
    return new StoreUnusableException(
        "The store in " + path + " cannot be opened: " + cause.getMessage() + ".",
        "Restore the directory from a copy, or name another one with tiffin.data-directory.",
        cause);
  }

  Path path() {
    return volume.directory();
  }

  Database database() {
    return database;
  }

  Writes writes() {
    return writes;
  }

  /** One sentence for operators. */
  String describe() {
    try {
      String state =
          "about %d keys in %s, %d MB free"
              .formatted(
                  database.approximateKeys(),
                  path(),
                  DataSize.ofBytes(volume.freeBytes()).toMegabytes());
      String refusal = writes.refusal();
      return refusal.isEmpty() ? state : state + "; writes are refused: " + refusal;
    } catch (RocksDBException | IOException e) {
      return "the state of " + path() + " is not known: " + e.getMessage();
    }
  }

  /** In order: the database, then the right to have it open. */
  @Override
  public void close() throws IOException {
    database.close();
    lock.close();
  }
}
