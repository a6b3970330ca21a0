package io.tiffin.store;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to be the one process that has a directory open, for what keeps files on this machine.
 * The operating system gives the lock back when its process ends, however it ends; what the file
 * says is only for people.
 */
public final class DirectoryLock implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(DirectoryLock.class);

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param directory exists and is writable
   * @param now what a second process is told the lock is held since
   * @throws DirectoryTakenException if another process, or somebody else in this one, holds it
   * @throws IOException if the lock's file cannot be made or opened
   */
  public static DirectoryLock take(Path directory, Instant now)
      throws DirectoryTakenException, IOException {
    Path file = directory.resolve("tiffin.lock");
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new DirectoryTakenException(directory, Files.readString(file).strip());
      }
      describeHolder(file, channel, now);
      return new DirectoryLock(channel);
    } catch (DirectoryTakenException | IOException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // somebody else in this process
    }
  }

  /** The lock is held by now, and a full disk may still be read. */
  private static void describeHolder(Path file, FileChannel channel, Instant now) {
    String holder = "process " + ProcessHandle.current().pid() + " since " + now + "\n";
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(UTF_8)), 0);
    } catch (IOException e) {
      log.warn("{} does not tell who holds it: it cannot be written", file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
