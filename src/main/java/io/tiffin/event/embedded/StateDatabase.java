package io.tiffin.event.embedded;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.springframework.util.unit.DataSize;

/**
 * An open RocksDB with everything native that belongs to it. Thread-safe, except that <b>no method
 * may be called after {@link #close}</b>.
 *
 * <p>Writes are not waited for by the device: the log is, and what a crash of the machine takes
 * away here is applied from it again.
 */
final class StateDatabase implements AutoCloseable {

  private static final int BLOOM_BITS_PER_KEY = 10; // 1 % false positives, RocksDB's advice

  private final RocksDB rocks;
  private final ReadOptions reads = new ReadOptions();
  private final WriteOptions writes = new WriteOptions();
  private final List<RocksObject> openedWith;

  private StateDatabase(RocksDB rocks, List<RocksObject> openedWith) {
    this.rocks = rocks;
    this.openedWith = openedWith;
  }

  /**
   * Opens the database in {@code directory}, making it if there is none.
   *
   * @param memory for the block cache and, half of it, for writes not yet in a table
   */
  static StateDatabase open(Path directory, DataSize memory) throws RocksDBException {
    RocksDB.loadLibrary();
    var cache = new LRUCache(memory.toBytes());
    var filter = new BloomFilter(BLOOM_BITS_PER_KEY);
    var writeBuffers = new WriteBufferManager(memory.toBytes() / 2, cache);
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setFilterPolicy(filter);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setTableFormatConfig(table)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setWriteBufferManager(writeBuffers)
            .setWriteBufferSize(memory.toBytes() / 4)
            .setMaxTotalWalSize(memory.toBytes())
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(DataSize.ofMegabytes(1).toBytes())
            .setKeepLogFileNum(2)
            .setStatsDumpPeriodSec(0);
    List<RocksObject> openedWith = List.of(options, writeBuffers, filter, cache);
    try {
      return new StateDatabase(RocksDB.open(options, directory.toString()), openedWith);
    } catch (RocksDBException e) {
      openedWith.forEach(RocksObject::close);
      throw e;
    }
  }

  /** What is stored under a key; null for nothing. */
  byte @Nullable [] get(byte[] key) throws RocksDBException {
    return rocks.get(reads, key);
  }

  /** Writes a batch, all of it or nothing. */
  void write(WriteBatch batch) throws RocksDBException {
    rocks.write(writes, batch);
  }

  /** Waits until everything written is on the device. */
  void sync() throws RocksDBException {
    rocks.syncWal();
  }

  /** Takes entries in the order of their keys. */
  @FunctionalInterface
  interface Visitor {

    /** Takes one; false to see no more. */
    boolean visit(byte[] key, byte[] value) throws RocksDBException;
  }

  /**
   * Shows the entries of a kind, from a key on.
   *
   * @param from a key of the kind, or the kind alone for all
   */
  void visit(byte[] from, Visitor visitor) throws RocksDBException {
    try (RocksIterator entries = rocks.newIterator(reads)) {
      entries.seek(from);
      while (entries.isValid()
          && entries.key()[0] == from[0]
          && visitor.visit(entries.key(), entries.value())) {
        entries.next();
      }
      entries.status();
    }
  }

  /** In order: the database first, then what it was opened with. */
  @Override
  public void close() {
    rocks.close();
    List.of(reads, writes).forEach(RocksObject::close);
    openedWith.forEach(RocksObject::close);
  }
}
