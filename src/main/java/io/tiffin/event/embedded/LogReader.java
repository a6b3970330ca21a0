package io.tiffin.event.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a log, file by file, as far as it is durable. Not thread-safe. */
final class LogReader implements Closeable {

  private final EventLog log;
  private LogPosition position;
  private @Nullable SegmentReader reader;

  LogReader(EventLog log, LogPosition from) {
    this.log = log;
    this.position = from;
  }

  /** Where the next group begins. */
  LogPosition position() {
    return position;
  }

  /**
   * The next group; null if there is none yet.
   *
   * @throws EventsUnusableException if there should be one, and is not
   */
  @Nullable LoggedGroup next() throws EventsUnusableException, IOException {
    while (position.event() < log.end().event()) {
      SegmentReader from = reader == null ? open() : reader;
      LoggedGroup group = from.next();
      if (group != null) {
        position = group.next();
        return group;
      }
      nextFile();
    }
    return null;
  }

  private SegmentReader open() throws EventsUnusableException, IOException {
    Path file = log.files().file(position.segment());
    if (file == null) { // its time was over, and the next one begins here
      position = LogPosition.atBeginningOf(position.event());
      file = log.files().file(position.segment());
    }
    if (file == null) {
      throw LogRepair.missing(log.directory(), position);
    }
    SegmentReader opened = new SegmentReader(file, position);
    reader = opened;
    return opened;
  }

  // What lies behind the last event before the next file was never acknowledged.
  private void nextFile() throws EventsUnusableException, IOException {
    close();
    Long next = log.files().after(position.segment());
    if (next == null || next != position.event()) {
      Path file = log.files().file(position.segment());
      throw file == null
          ? LogRepair.missing(log.directory(), position)
          : LogRepair.damaged(file, position);
    }
    position = LogPosition.atBeginningOf(next);
  }

  @Override
  public void close() throws IOException {
    SegmentReader present = reader;
    reader = null;
    if (present != null) {
      present.close();
    }
  }
}
