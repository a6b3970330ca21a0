package io.tiffin.coherence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What has been acknowledged, shared by the processes in a file that they map: for each key the
 * highest version that was acknowledged and when each of the last {@value #HISTORY} were.
 *
 * <p>Instants are {@link System#nanoTime}, which on Linux is one clock for all processes of a
 * machine.
 */
final class Ledger {

  /** Versions of a key whose instants are known; older ones count as acknowledged long ago. */
  static final int HISTORY = 256;

  private static final long SLOT = 8L * (1 + HISTORY);
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment memory;
  private final int keys;

  private Ledger(MemorySegment memory, int keys) {
    this.memory = memory;
    this.keys = keys;
  }

  /** Maps the file, which is made if it is missing; it stays mapped until the process ends. */
  static Ledger open(Path file, int keys) {
    try {
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return new Ledger(
            channel.map(FileChannel.MapMode.READ_WRITE, 0, SLOT * keys, Arena.global()), keys);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int keys() {
    return keys;
  }

  /** Notes that a version was acknowledged, the next of its key. By the key's one writer. */
  void acknowledge(int key, long version, long nanos) {
    LONG.setRelease(memory, time(key, version), nanos);
    LONG.setRelease(memory, SLOT * key, version);
  }

  /** The highest version that was acknowledged; 0 for none. */
  long acknowledged(int key) {
    return (long) LONG.getAcquire(memory, SLOT * key);
  }

  /**
   * For how long, at an instant, a version had been outdated by a later acknowledged one; 0 or less
   * if it was not.
   */
  long outdatedNanos(int key, long version, long nanos) {
    long next = version + 1;
    long latest = acknowledged(key);
    if (latest < next) {
      return 0;
    }
    long known = Math.max(next, latest - HISTORY / 2);
    return nanos - (long) LONG.getAcquire(memory, time(key, known));
  }

  private static long time(int key, long version) {
    return SLOT * key + 8 * (1 + version % HISTORY);
  }
}
