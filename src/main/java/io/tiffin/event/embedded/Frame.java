package io.tiffin.event.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a group of events lies in a file: a header of {@value #HEADER_BYTES} bytes (a mark, the
 * length of the body, how many events, the number of the first, CRC-32C of all but itself), then
 * each event's length and bytes. Big-endian. Pure functions.
 */
final class Frame {

  static final int HEADER_BYTES = 24;

  /** «TFEV». */
  private static final int MARK = 0x54464556;

  private static final int CHECKED_HEADER_BYTES = HEADER_BYTES - Integer.BYTES;

  /** Nothing longer was ever written: what says so is no header. */
  private static final int MOST_BYTES = 64 << 20;

  /** What a header says. */
  record Header(int bodyBytes, int events, long first, int crc) {}

  private Frame() {}

  /** The bytes of a group before its events'. */
  static ByteBuffer header(List<byte[]> events, long first) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putInt(MARK).putInt(bodyBytes(events)).putInt(events.size()).putLong(first);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, CHECKED_HEADER_BYTES);
    byte[] length = new byte[Integer.BYTES];
    for (byte[] event : events) {
      ByteBuffer.wrap(length).putInt(event.length);
      crc.update(length);
      crc.update(event);
    }
    return header.putInt((int) crc.getValue()).flip();
  }

  static int bodyBytes(List<byte[]> events) {
    long bytes = 0;
    for (byte[] event : events) {
      bytes += Integer.BYTES + event.length;
    }
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException("a group of " + bytes + " bytes is too long");
    }
    return (int) bytes;
  }

  /** What the next {@value #HEADER_BYTES} bytes say; null if they are no header. */
  static @Nullable Header header(ByteBuffer bytes) {
    int mark = bytes.getInt();
    Header header = new Header(bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getInt());
    boolean valid =
        mark == MARK
            && header.bodyBytes >= 0
            && header.bodyBytes <= MOST_BYTES
            && header.events >= 0
            && header.events <= header.bodyBytes / Integer.BYTES;
    return valid ? header : null;
  }

  /** The events of a group; null if they are not what the header was written for. */
  static @Nullable List<byte[]> events(Header header, byte[] body) {
    ByteBuffer start = ByteBuffer.allocate(CHECKED_HEADER_BYTES);
    start.putInt(MARK).putInt(header.bodyBytes).putInt(header.events).putLong(header.first);
    CRC32C crc = new CRC32C();
    crc.update(start.array());
    crc.update(body);
    return (int) crc.getValue() == header.crc ? split(header.events, body) : null;
  }

  private static List<byte[]> split(int events, byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    List<byte[]> all = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      byte[] event = new byte[bytes.getInt()];
      bytes.get(event);
      all.add(event);
    }
    return all;
  }
}
