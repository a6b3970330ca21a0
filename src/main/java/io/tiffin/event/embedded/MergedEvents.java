package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A past and a log, in the order received. Not thread-safe. */
final class MergedEvents implements Closeable {

  private static final int EVENTS_PER_COMMIT = 4_000;

  private final Iterator<? extends Event> past;
  private final EventFiles files;
  private final Instant logFrom;
  private final Supplier<LogPosition> end;
  private final LogReader log;
  private Iterator<byte[]> group = Collections.emptyIterator();
  private @Nullable Event nextOfPast;
  private @Nullable Event nextOfLog;
  private long count;

  /**
   * @param logFrom what the log has of before is passed over
   * @param end up to where the log is read, between two groups
   */
  MergedEvents(
      Iterator<? extends Event> past,
      EventFiles files,
      Instant logFrom,
      Supplier<LogPosition> end) {
    this.past = past;
    this.files = files;
    this.logFrom = logFrom;
    this.end = end;
    log = files.log().read(files.log().beginning());
  }

  /** Up to where the log has been applied, once {@link #applySome} has found nothing more. */
  LogPosition position() {
    return log.position();
  }

  /** How many events have been applied. */
  long count() {
    return count;
  }

  /**
   * Applies and commits some more.
   *
   * @return false if there are none, for now
   */
  boolean applySome(LiveState to) throws EventsUnusableException, IOException, RocksDBException {
    @Nullable Event next = next();
    boolean some = next != null;
    while (next != null) {
      to.apply(next);
      count++;
      next = to.uncommitted() < EVENTS_PER_COMMIT ? next() : null;
    }
    to.commit(log.position());
    return some;
  }

  private @Nullable Event next() throws EventsUnusableException, IOException {
    Event ofPast = peekPast();
    Event ofLog = peekLog();
    if (ofPast != null
        && (ofLog == null
            || !ofPast.envelope().receivedAt().isAfter(ofLog.envelope().receivedAt()))) {
      nextOfPast = null;
      return ofPast;
    }
    nextOfLog = null;
    return ofLog;
  }

  private @Nullable Event peekPast() {
    if (nextOfPast == null && past.hasNext()) {
      nextOfPast = past.next();
    }
    return nextOfPast;
  }

  private @Nullable Event peekLog() throws EventsUnusableException, IOException {
    while (nextOfLog == null) {
      if (group.hasNext()) {
        Event read = files.read(group.next());
        boolean counts = read != null && !read.envelope().receivedAt().isBefore(logFrom);
        nextOfLog = counts ? read : null;
      } else {
        LoggedGroup read = log.position().event() < end.get().event() ? log.next() : null;
        if (read == null) {
          return null;
        }
        group = read.events().iterator();
      }
    }
    return nextOfLog;
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
