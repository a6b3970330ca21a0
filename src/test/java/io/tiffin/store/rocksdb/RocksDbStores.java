package io.tiffin.store.rocksdb;

import io.tiffin.store.FeatureStore;
import java.nio.file.Path;
import java.time.Instant;
import org.springframework.util.unit.DataSize;

/** Embedded stores for tests and benchmarks, without Spring. */
public final class RocksDbStores {

  private RocksDbStores() {}

  /** Opens the store in {@code directory}, which it makes if it is missing. */
  public static FeatureStore open(Path directory) throws Exception {
    return open(properties(directory, DataSize.ofMegabytes(1)));
  }

  static RocksDbFeatureStore open(RocksDbStoreProperties properties) throws StoreUnusableException {
    return new RocksDbFeatureStore(
        OpenDirectory.open(properties, Instant.parse("2026-01-02T03:04:05Z")),
        properties.readThreads());
  }

  static RocksDbStoreProperties properties(Path directory, DataSize minimumFreeSpace) {
    return new RocksDbStoreProperties(directory, DataSize.ofMegabytes(16), minimumFreeSpace, 2);
  }
}
