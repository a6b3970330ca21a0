package io.tiffin.store.rocksdb;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.springframework.util.unit.DataSize;

/**
 * The device that holds a store's directory, and why it takes no writes.
 *
 * @param device of the directory; looked up once, because that reads the table of mounts
 * @param minimumFree writes are refused below this
 */
record Volume(Path directory, FileStore device, DataSize minimumFree) {

  /** The device of a directory, which exists. */
  static Volume of(Path directory, DataSize minimumFree) throws IOException {
    return new Volume(directory, Files.getFileStore(directory), minimumFree);
  }

  /**
   * Whether there is room for another write.
   *
   * @return why not, one sentence; empty if there is
   */
  String refusal() {
    try {
      return freeBytes() < minimumFree.toBytes() ? full() : "";
    } catch (IOException e) {
      return "the device that holds " + directory + " does not tell how much space it has: " + e;
    }
  }

  /**
   * Whether it was for want of room that RocksDB failed.
   *
   * @return one sentence; empty if it was not
   */
  String refusalAfter(RocksDBException failure) {
    return isNoSpace(failure) ? full() : refusal();
  }

  /** Bytes that this process may still write. */
  long freeBytes() throws IOException {
    return device.getUsableSpace();
  }

  /** What RocksDB's refusal of a write means for operators. */
  String explain(RocksDBException failure) {
    if (isNoSpace(failure)) {
      return full();
    }
    String message = String.valueOf(failure.getMessage());
    return message.endsWith("Read-only file system")
        ? "the device that holds " + directory + " has become read-only"
        : "the store in " + directory + " refused the write: " + message;
  }

  private static boolean isNoSpace(RocksDBException failure) {
    Status status = failure.getStatus();
    return status != null && status.getSubCode() == Status.SubCode.NoSpace;
  }

  private String full() {
    return "no space left on the device that holds "
        + directory
        + " (writes stop below "
        + minimumFree.toMegabytes()
        + " MB free)";
  }
}
