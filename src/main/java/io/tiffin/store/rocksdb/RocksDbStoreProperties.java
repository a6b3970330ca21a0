package io.tiffin.store.rocksdb;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the embedded store.
 *
 * @param directory where its files are; one process at a time has it open. Created when missing.
 *     {@code store} in {@code tiffin.data-directory} unless set
 * @param memory what blocks read, indexes, filters and writes not yet in a table may occupy
 *     together, outside the heap; at least 16MB
 * @param minimumFreeSpace writes are refused while the device has less space free than this, so
 *     that reads and compaction go on
 * @param readThreads platform threads that wait for the disk, for rows that are not in memory
 */
@Validated
@ConfigurationProperties("tiffin.store.rocksdb")
record RocksDbStoreProperties(
    @NotNull Path directory,
    @DefaultValue("128MB") DataSize memory,
    @DefaultValue("128MB") DataSize minimumFreeSpace,
    @DefaultValue("4") @Min(1) @Max(64) int readThreads) {

  private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(16);

  RocksDbStoreProperties {
    if (memory.compareTo(LEAST_MEMORY) < 0) {
      throw new IllegalArgumentException(
          "tiffin.store.rocksdb.memory is " + memory.toBytes() + "B, set it to 16MB or more");
    }
    if (minimumFreeSpace.isNegative()) {
      throw new IllegalArgumentException(
          "tiffin.store.rocksdb.minimum-free-space is negative, set it to 0B or more");
    }
  }
}
