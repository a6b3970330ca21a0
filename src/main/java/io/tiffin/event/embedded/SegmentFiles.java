package io.tiffin.event.embedded;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a log, by the number of the first event in each. Thread-safe. */
final class SegmentFiles {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
  private static final Pattern NAME = Pattern.compile("(\\d{20})\\.events");

  private final Path directory;
  private final FileStore device;
  private final ConcurrentSkipListMap<Long, Path> files = new ConcurrentSkipListMap<>();

  private SegmentFiles(Path directory, FileStore device) {
    this.directory = directory;
    this.device = device;
  }

  /** The files in a directory, which exists. */
  static SegmentFiles in(Path directory) throws IOException {
    SegmentFiles found = new SegmentFiles(directory, Files.getFileStore(directory));
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.files.put(Long.valueOf(name.group(1)), file);
        }
      }
    }
    return found;
  }

  Path directory() {
    return directory;
  }

  long freeBytes() throws IOException {
    return device.getUsableSpace();
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** The number of the oldest file; null if there is none. */
  @Nullable Long first() {
    return files.isEmpty() ? null : files.firstKey();
  }

  /** The number of the newest file; null if there is none. */
  @Nullable Long last() {
    return files.isEmpty() ? null : files.lastKey();
  }

  @Nullable Path file(long segment) {
    return files.get(segment);
  }

  /** The number of the file after this one; null if it is the newest. */
  @Nullable Long after(long segment) {
    return files.higherKey(segment);
  }

  /** Names the file that begins with an event; it is made by the caller. */
  Path begin(long event) {
    return files.computeIfAbsent(
        event, number -> directory.resolve(String.format(Locale.ROOT, "%020d.events", number)));
  }

  /** A file's name is durable only with its directory. */
  void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /** Deletes the newest file if nothing in it counts, so that its name can be used again. */
  void forgetIfEmpty(LogPosition end) {
    Path file = end.offset() == 0 ? files.get(end.segment()) : null;
    if (file != null) {
      delete(end.segment(), file);
    }
  }

  long bytes() {
    return files.values().stream().mapToLong(SegmentFiles::size).sum();
  }

  /** Deletes files that were last written before an instant or that are too many bytes. */
  void expire(LogPosition applied, Instant before, long mostBytes) throws IOException {
    long bytes = bytes();
    for (Map.Entry<Long, Path> oldest : files.entrySet()) {
      Long next = after(oldest.getKey());
      if (next == null || next > applied.event()) {
        return;
      }
      Path file = oldest.getValue();
      boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
      if (!old && bytes <= mostBytes) {
        return;
      }
      bytes -= size(file);
      delete(oldest.getKey(), file);
    }
  }

  private void delete(long segment, Path file) {
    files.remove(segment);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} is not needed any more and cannot be deleted", file, e);
    }
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0; // deleted meanwhile
    }
  }
}
