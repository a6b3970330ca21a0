package io.tiffin.event.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Records as bytes: the first byte says what it is, the second the version, then big-endian numbers
 * and texts with their length in front. Pure functions.
 */
final class RecordBytes {

  private static final int VERSION = 1;

  private RecordBytes() {}

  /** Writes what a record holds. */
  @FunctionalInterface
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Reads what a record of a kind holds. */
  @FunctionalInterface
  interface Reading<T> {
    T from(int kind, DataInputStream in) throws IOException;
  }

  static byte[] write(int kind, int capacity, Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(capacity);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(kind);
      out.writeByte(VERSION);
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * @throws UnreadableRecordException if the bytes end early, or are of another version
   */
  static <T> T read(byte[] bytes, Reading<T> reading) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      int kind = in.readUnsignedByte();
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new UnreadableRecordException("a record is of version " + version + ", not 1");
      }
      return reading.from(kind, in);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableRecordException("a record ends early or holds what nobody writes", e);
    }
  }
}
