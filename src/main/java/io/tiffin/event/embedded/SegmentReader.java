package io.tiffin.event.embedded;

import static java.nio.file.StandardOpenOption.READ;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the groups of one file of a log. Not thread-safe. */
final class SegmentReader implements Closeable {

  private final FileChannel channel;
  private LogPosition position;

  /**
   * @param from in this file
   */
  SegmentReader(Path file, LogPosition from) throws IOException {
    channel = FileChannel.open(file, READ);
    position = from;
  }

  /** Where the next group begins. */
  LogPosition position() {
    return position;
  }

  /** The next group; null if there is no whole one. */
  @Nullable LoggedGroup next() throws IOException {
    LoggedGroup group = groupAt(position.offset());
    if (group == null || group.next().event() - group.events().size() != position.event()) {
      return null;
    }
    position = group.next();
    return group;
  }

  private @Nullable LoggedGroup groupAt(long offset) throws IOException {
    byte[] start = bytes(offset, Frame.HEADER_BYTES);
    Frame.Header header = start == null ? null : Frame.header(ByteBuffer.wrap(start));
    byte[] body = header == null ? null : bytes(offset + Frame.HEADER_BYTES, header.bodyBytes());
    List<byte[]> events = header == null || body == null ? null : Frame.events(header, body);
    if (header == null || body == null || events == null) {
      return null;
    }
    return new LoggedGroup(
        events,
        new LogPosition(
            position.segment(),
            offset + Frame.HEADER_BYTES + body.length,
            header.first() + events.size()));
  }

  private byte @Nullable [] bytes(long offset, int length) throws IOException {
    if (offset + length > channel.size()) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        return null;
      }
    }
    return bytes.array();
  }

  /**
   * Whether a whole group lies anywhere behind the place where {@link #next} found none: what is
   * there was acknowledged before that one was begun, and is damaged; else it is a torn tail.
   */
  boolean hasGroupBehind() throws IOException {
    byte[] rest = bytes(position.offset(), Math.toIntExact(channel.size() - position.offset()));
    if (rest == null) {
      return false;
    }
    ByteBuffer all = ByteBuffer.wrap(rest);
    for (int at = 1; at + Frame.HEADER_BYTES <= rest.length; at++) {
      if (Frame.header(all.position(at)) != null && groupAt(position.offset() + at) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
