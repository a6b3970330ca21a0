package io.tiffin.event.embedded;

import io.tiffin.feature.RowKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What the lease's row says.
 *
 * @param directory which directory's log the live rows are counted from
 * @param session which run of a process
 * @param holder that process, for people
 * @param untilMicros when the lease ends, by the clock of the machine that took it
 */
record LeaseRow(String directory, String session, String holder, long untilMicros) {

  static final RowKey KEY = new RowKey("lease", "events");

  private static final int VERSION = 1;

  byte[] body() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeUTF(directory);
      out.writeUTF(session);
      out.writeUTF(holder);
      out.writeLong(untilMicros);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /** What a body says; empty if another version of this service wrote it. */
  static Optional<LeaseRow> of(byte[] body) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
      return in.readByte() == VERSION
          ? Optional.of(new LeaseRow(in.readUTF(), in.readUTF(), in.readUTF(), in.readLong()))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
