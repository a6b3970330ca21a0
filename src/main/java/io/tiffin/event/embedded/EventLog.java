package io.tiffin.event.embedded;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events in files, in the order in which they were accepted. One thread appends; any number may
 * read what is durable.
 *
 * <p>What could not be appended wholly is cut off again, and the next group goes to a new file: a
 * device that failed once need not have kept what it was given, so nothing follows that in a file.
 */
final class EventLog implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final int BUFFER_BYTES = 1 << 20;

  private final SegmentFiles files;
  private final LogSettings settings;
  private final InstantSource clock;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private @Nullable FileChannel channel;
  private Instant begun = Instant.EPOCH;
  private volatile LogPosition end;
  private final AtomicLong forces = new AtomicLong();

  private EventLog(SegmentFiles files, LogSettings settings, InstantSource clock, LogPosition end) {
    this.files = files;
    this.settings = settings;
    this.clock = clock;
    this.end = end;
  }

  /**
   * Opens the log in a directory, which exists, and cuts off what was not acknowledged.
   *
   * @param applied up to where events are known to have been acknowledged; {@link
   *     LogPosition#START} where nothing is known
   * @param clock of the machine, as its files' times are
   * @throws EventsUnusableException if acknowledged events are damaged or missing
   */
  static EventLog open(
      Path directory, LogSettings settings, LogPosition applied, InstantSource clock)
      throws EventsUnusableException, IOException {
    SegmentFiles files = SegmentFiles.in(directory);
    LogPosition end = new LogRepair(files).end(applied);
    files.forgetIfEmpty(end);
    return new EventLog(files, settings, clock, end);
  }

  /** Up to where events are durable. */
  LogPosition end() {
    return end;
  }

  /** Where the oldest event begins that is still there. */
  LogPosition beginning() {
    Long first = files.first();
    return first == null ? end : LogPosition.atBeginningOf(first);
  }

  /** How often the device was waited for. */
  long forces() {
    return forces.get();
  }

  long bytes() {
    return files.bytes();
  }

  SegmentFiles files() {
    return files;
  }

  /**
   * Appends events and waits until they are durable. By one thread only.
   *
   * @return the place after them
   * @throws IOException if they are not durable; the log is as it was
   */
  LogPosition append(List<byte[]> events) throws IOException {
    requireSpace();
    try {
      FileChannel to = current();
      LogPosition from = end;
      long bytes = write(to, events, from.event());
      to.force(false);
      forces.incrementAndGet();
      LogPosition after =
          new LogPosition(from.segment(), from.offset() + bytes, from.event() + events.size());
      end = after;
      return after;
    } catch (IOException e) {
      abandon();
      throw e;
    }
  }

  private void requireSpace() throws IOException {
    if (files.freeBytes() < settings.minimumFreeSpace().toBytes()) {
      throw new IOException(
          "no space left on the device that holds "
              + files.directory()
              + " (events are not accepted below "
              + settings.minimumFreeSpace().toMegabytes()
              + " MB free)");
    }
  }

  private FileChannel current() throws IOException {
    FileChannel present = channel;
    if (present != null && !isToRoll()) {
      return present;
    }
    close();
    Path file = files.begin(end.event());
    FileChannel fresh = FileChannel.open(file, CREATE_NEW, WRITE);
    channel = fresh;
    begun = clock.instant();
    end = LogPosition.atBeginningOf(end.event());
    files.forceDirectory();
    return fresh;
  }

  private boolean isToRoll() {
    return end.offset() >= settings.fileSize().toBytes()
        || (end.offset() > 0 && clock.instant().isAfter(begun.plus(settings.fileAge())));
  }

  private long write(FileChannel to, List<byte[]> events, long first) throws IOException {
    buffer.clear();
    buffer.put(Frame.header(events, first));
    long written = Frame.HEADER_BYTES;
    for (byte[] event : events) {
      buffer(to, ByteBuffer.allocate(Integer.BYTES).putInt(event.length).flip());
      buffer(to, ByteBuffer.wrap(event));
      written += Integer.BYTES + event.length;
    }
    flush(to);
    return written;
  }

  private void buffer(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (!buffer.hasRemaining()) {
        flush(to);
      }
      int some = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(buffer.position(), bytes, bytes.position(), some);
      buffer.position(buffer.position() + some);
      bytes.position(bytes.position() + some);
    }
  }

  private void flush(FileChannel to) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
    buffer.clear();
  }

  private void abandon() {
    FileChannel broken = channel;
    channel = null;
    if (broken == null) {
      return;
    }
    try (broken) {
      broken.truncate(end.offset());
    } catch (IOException e) {
      LOG.warn("{} ends with events that were not acknowledged; they are not read", end, e);
    }
    files.forgetIfEmpty(end);
  }

  /**
   * Deletes files whose time is over.
   *
   * @param applied up to where events need not be read again after a crash of the machine
   */
  void expire(LogPosition applied) throws IOException {
    files.expire(applied, clock.instant().minus(settings.keptFor()), settings.keptSize().toBytes());
  }

  /**
   * A reader of what is durable.
   *
   * @param from where a group begins
   */
  LogReader read(LogPosition from) {
    return new LogReader(this, from);
  }

  /** The directory that the files are in. */
  Path directory() {
    return files.directory();
  }

  @Override
  public void close() throws IOException {
    FileChannel present = channel;
    channel = null;
    if (present != null) {
      present.close();
    }
  }
}
