package io.tiffin.store.rocksdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.springframework.util.unit.DataSize;

/**
 * An open RocksDB with everything native that belongs to it. Thread-safe, except that <b>no method
 * may be called after {@link #close}</b>: the memory behind it is gone, and the process would
 * crash.
 */
final class Database implements AutoCloseable {

  /**
   * An answer of {@link #getFromMemory}.
   *
   * @param known false if only the disk knows
   * @param value what is stored; null for nothing, and where it is not known
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, by the caller
  record InMemory(boolean known, byte @Nullable [] value) {}

  private static final InMemory ON_DISK = new InMemory(false, null);
  private static final int BLOOM_BITS_PER_KEY = 10; // 1 % false positives, RocksDB's advice

  private final RocksDB rocks;
  private final ReadOptions anywhere = new ReadOptions();
  private final ReadOptions memoryOnly = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final List<RocksObject> openedWith;

  private Database(RocksDB rocks, List<RocksObject> openedWith) {
    this.rocks = rocks;
    this.openedWith = openedWith;
  }

  /** Whether a database has been made in {@code directory}. */
  static boolean existsIn(Path directory) {
    return Files.exists(directory.resolve("CURRENT"));
  }

  /**
   * Opens the database in {@code directory}, making it if there is none.
   *
   * @param memory for the block cache and, a quarter of it, for writes not yet in a table
   */
  static Database open(Path directory, DataSize memory) throws RocksDBException {
    return open(memory, options -> RocksDB.open(options, directory.toString()));
  }

  /** Opens the database in {@code directory} without writing anything there. */
  static Database openReadOnly(Path directory, DataSize memory) throws RocksDBException {
    return open(memory, options -> RocksDB.openReadOnly(options, directory.toString()));
  }

  private static Database open(DataSize memory, Opening opening) throws RocksDBException {
    RocksDB.loadLibrary();
    var cache = new LRUCache(memory.toBytes());
    var filter = new BloomFilter(BLOOM_BITS_PER_KEY);
    var writeBuffers = new WriteBufferManager(memory.toBytes() / 4, cache);
    Options options = options(memory, cache, filter, writeBuffers);
    List<RocksObject> openedWith = List.of(options, writeBuffers, filter, cache);
    try {
      return new Database(opening.open(options), openedWith);
    } catch (RocksDBException e) {
      openedWith.forEach(RocksObject::close);
      throw e;
    }
  }

  private static Options options(
      DataSize memory, Cache cache, BloomFilter filter, WriteBufferManager writeBuffers) {
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setFilterPolicy(filter);
    return new Options()
        .setCreateIfMissing(true)
        .setTableFormatConfig(table)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferManager(writeBuffers)
        .setWriteBufferSize(memory.toBytes() / 8)
        .setMaxTotalWalSize(memory.toBytes() / 2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(DataSize.ofMegabytes(1).toBytes())
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0);
  }

  /** What is stored under a key; null for nothing. May wait for the disk. */
  byte @Nullable [] get(byte[] key) throws RocksDBException {
    return rocks.get(anywhere, key);
  }

  /** What is stored under a key, if that can be told without the disk. */
  InMemory getFromMemory(byte[] key) throws RocksDBException {
    try {
      return new InMemory(true, rocks.get(memoryOnly, key));
    } catch (RocksDBException e) {
      if (hasCode(e, Status.Code.Incomplete)) {
        return ON_DISK;
      }
      throw e;
    }
  }

  /** Writes a batch; when it returns the batch is on the disk. */
  void write(WriteBatch batch) throws RocksDBException {
    rocks.write(synced, batch);
  }

  /** About how many keys there are, tombstones included. */
  long approximateKeys() throws RocksDBException {
    return rocks.getLongProperty("rocksdb.estimate-num-keys");
  }

  static boolean hasCode(RocksDBException failure, Status.Code code) {
    Status status = failure.getStatus();
    return status != null && status.getCode() == code;
  }

  /** In order: the database first, then what it was opened with. */
  @Override
  public void close() {
    rocks.close();
    List.of(anywhere, memoryOnly, synced).forEach(RocksObject::close);
    openedWith.forEach(RocksObject::close);
  }

  /** One of RocksDB's ways to open. */
  private interface Opening {
    RocksDB open(Options options) throws RocksDBException;
  }
}
