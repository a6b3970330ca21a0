package io.tiffin.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to be the one process that has a store's directory open. The operating system gives the
 * lock back when its process ends, however it ends; what the file says is only for people.
 */
final class DirectoryLock implements Closeable {

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param directory exists and is writable
   * @param now what a second process is told the lock is held since
   * @throws StoreUnusableException if another process, or another store of this one, holds it
   * @throws IOException if the lock's file cannot be written
   */
  static DirectoryLock take(Path directory, Instant now)
      throws StoreUnusableException, IOException {
    Path file = directory.resolve("tiffin.lock");
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    try {
      if (tryLock(channel) == null) {
        throw heldByAnother(directory, file);
      }
      describeHolder(channel, now);
      return new DirectoryLock(channel);
    } catch (StoreUnusableException | IOException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another store of this process
    }
  }

  private static void describeHolder(FileChannel channel, Instant now) throws IOException {
    String holder = "process " + ProcessHandle.current().pid() + " since " + now + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(UTF_8)), 0);
  }

  private static StoreUnusableException heldByAnother(Path directory, Path file)
      throws IOException {
    return new StoreUnusableException(
        "The store in "
            + directory
            + " is open in "
            + Files.readString(file).strip()
            + ", and only one process may have it open.",
        "Stop that process, or give this one a directory of its own with tiffin.data-directory.",
        null);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
