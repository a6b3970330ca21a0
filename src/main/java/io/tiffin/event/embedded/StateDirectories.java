package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where what the events add up to lies: one directory is in use, which a file names; another may be
 * being built, to take its place at once.
 */
final class StateDirectories {

  private static final String FIRST = "state-1";
  private static final String PREFIX = "state-";

  private final Path directory;
  private final Path named;

  StateDirectories(Path directory) {
    this.directory = directory;
    named = directory.resolve("state");
  }

  /** The directory in use; made if it is missing. */
  Path inUse() throws IOException {
    String name = Files.exists(named) ? Files.readString(named).strip() : FIRST;
    return Files.createDirectories(directory.resolve(name));
  }

  /** An empty directory to build in. */
  Path fresh() throws IOException {
    String used = inUse().getFileName().toString();
    Path fresh = directory.resolve(PREFIX + (Long.parseLong(used.substring(PREFIX.length())) + 1));
    delete(fresh);
    return Files.createDirectories(fresh);
  }

  /** From now on, and after a crash too, this one is in use. */
  void use(Path fresh) throws IOException {
    Path next = directory.resolve("state.next");
    try (FileChannel file = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
      file.write(ByteBuffer.wrap((fresh.getFileName() + "\n").getBytes(UTF_8)));
      file.force(true);
    }
    Files.move(next, named, ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /** Deletes what is not in use and what nobody builds any more. */
  void deleteOthers() throws IOException {
    Path used = inUse();
    try (Stream<Path> all = Files.list(directory)) {
      List<Path> others =
          all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
              .filter(path -> !path.equals(used))
              .toList();
      for (Path other : others) {
        delete(other);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
