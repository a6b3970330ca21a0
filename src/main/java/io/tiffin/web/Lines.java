package io.tiffin.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream of any length, one in memory at a time and none longer than a limit. For
 * one thread.
 */
final class Lines {

  private static final int BUFFER = 16 * 1024;

  private final InputStream stream;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;
  private long number;

  Lines(InputStream stream, int longest) {
    this.stream = stream;
    this.longest = longest;
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param bytes without its line feed and carriage return; null if it is too long, and then it was
   *     skipped
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never kept
  record Line(long number, byte @Nullable [] bytes) {}

  /** The next line, or null at the end of the stream. */
  @Nullable Line next() throws IOException {
    if (!fill()) {
      return null;
    }
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean fits = true;
    while (fill()) {
      int feed = indexOfFeed();
      int stop = feed < 0 ? end : feed;
      fits &= line.size() + (stop - position) <= longest;
      if (fits) {
        line.write(buffer, position, stop - position);
      }
      position = feed < 0 ? end : feed + 1;
      if (feed >= 0) {
        break;
      }
    }
    return new Line(number, fits ? withoutReturn(line.toByteArray()) : null);
  }

  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, stream.read(buffer));
    }
    return end > 0;
  }

  private int indexOfFeed() {
    for (int at = position; at < end; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  private static byte[] withoutReturn(byte[] line) {
    boolean returns = line.length > 0 && line[line.length - 1] == '\r';
    return returns ? java.util.Arrays.copyOf(line, line.length - 1) : line;
  }
}
