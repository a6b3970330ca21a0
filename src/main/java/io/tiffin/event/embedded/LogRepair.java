package io.tiffin.event.embedded;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the end of a log as a crash left it, and tells a torn tail from damage. */
final class LogRepair {

  private static final Logger LOG = LoggerFactory.getLogger(LogRepair.class);
  private static final String RESTORE =
      "Restore the file from a copy; or move the directory away and send events again, or replay"
          + " them from files, as src/docs/events.md says.";

  private final SegmentFiles files;

  LogRepair(SegmentFiles files) {
    this.files = files;
  }

  /**
   * Cuts a torn tail off and returns where the log goes on.
   *
   * @throws EventsUnusableException if what was acknowledged is not all there
   */
  LogPosition end(LogPosition applied) throws EventsUnusableException, IOException {
    Long last = files.last();
    if (last == null) {
      return LogPosition.atBeginningOf(applied.event());
    }
    Path file = Objects.requireNonNull(files.file(last));
    try (SegmentReader reader = new SegmentReader(file, LogPosition.atBeginningOf(last))) {
      @Nullable LoggedGroup group;
      do {
        group = reader.next();
      } while (group != null);
      LogPosition end = reader.position();
      long torn = SegmentFiles.size(file) - end.offset();
      if (end.event() < applied.event() || (torn > 0 && reader.hasGroupBehind())) {
        throw damaged(file, end);
      }
      if (torn > 0) {
        LOG.info("{} ended in {} bytes that were never acknowledged; they are cut off", file, torn);
        truncate(file, end.offset());
      }
      return end;
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.truncate(bytes);
      channel.force(true);
    }
  }

  static EventsUnusableException damaged(Path file, LogPosition at) {
    return new EventsUnusableException(
        "The log of events is damaged: %s holds no event %d at byte %d, where it was written."
            .formatted(file, at.event(), at.offset()),
        RESTORE,
        null);
  }

  static EventsUnusableException missing(Path directory, LogPosition at) {
    return new EventsUnusableException(
        "The log of events has a gap: no file in %s holds event %d."
            .formatted(directory, at.event()),
        RESTORE,
        null);
  }
}
