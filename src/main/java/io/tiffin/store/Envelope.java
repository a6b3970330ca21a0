package io.tiffin.store;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.StoredRow.Present;
import io.tiffin.store.StoredRow.Tombstone;
import io.tiffin.store.StoredRow.Unreadable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * How a row, or the tombstone of one, is packed into one array of bytes, for technologies that keep
 * a value under a key.
 *
 * <pre>
 * offset  bytes  content, big-endian
 *      0      1  version of this format: 1
 *      1      1  kind: 0 a row, 1 a tombstone
 *      2      8  revision, at least 1; 0 for a tombstone in a cache whose key was never written
 *     10      8  event time, microseconds since the epoch; 0 for a tombstone
 *     18      4  CRC-32C of the key's bytes ({@link KeyEncoding}), bytes 0 to 17, and the body
 *     22      …  body; nothing for a tombstone
 * </pre>
 *
 * <p>The revision is positive and at a fixed place, so two envelopes are ordered by comparing bytes
 * 2 to 9 as unsigned, which a server-side script can do. The checksum covers the key too: a value
 * that a client handed out for another key is told apart.
 */
public final class Envelope {

  private static final byte VERSION = 1;
  private static final byte ROW = 0;
  private static final byte TOMBSTONE = 1;
  private static final int REVISION_AT = 2;
  private static final int EVENT_TIME_AT = 10;
  private static final int CHECKSUM_AT = 18;
  private static final int BODY_AT = 22;

  private Envelope() {}

  /** The envelope of a row. */
  public static byte[] pack(Row row) {
    return pack(row.key(), ROW, row.revision(), row.eventTimeMicros(), row.body());
  }

  /**
   * The envelope of a tombstone.
   *
   * @param revision at least 1; 0 for a key that was never written, which only a cache remembers
   */
  public static byte[] packTombstone(RowKey key, long revision) {
    return pack(key, TOMBSTONE, revision, 0, new byte[0]);
  }

  private static byte[] pack(
      RowKey key, byte kind, long revision, long eventTimeMicros, byte[] body) {
    byte[] packed = new byte[BODY_AT + body.length];
    ByteBuffer.wrap(packed)
        .put(VERSION)
        .put(kind)
        .putLong(revision)
        .putLong(eventTimeMicros)
        .position(BODY_AT)
        .put(body)
        .putInt(CHECKSUM_AT, checksum(KeyEncoding.bytes(key), packed, body.length));
    return packed;
  }

  /**
   * Reads an envelope.
   *
   * @param key the key it was found under
   * @param packed any bytes at all
   * @return what it holds; {@link Unreadable} if it is not an envelope of this key. Never throws
   */
  public static StoredRow unpack(RowKey key, byte[] packed) {
    return unpack(key, KeyEncoding.bytes(key), packed);
  }

  /**
   * Reads an envelope when the key's bytes are at hand.
   *
   * @param keyBytes what {@link KeyEncoding#bytes} gives for {@code key}
   */
  public static StoredRow unpack(RowKey key, byte[] keyBytes, byte[] packed) {
    if (packed.length < BODY_AT) {
      return new Unreadable(packed.length + " bytes, expected at least " + BODY_AT);
    }
    if (packed[0] != VERSION) {
      return new Unreadable("version " + packed[0] + ", expected " + VERSION);
    }
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    if (buffer.getInt(CHECKSUM_AT) != checksum(keyBytes, packed, packed.length - BODY_AT)) {
      return new Unreadable("checksum differs from the content's");
    }
    long revision = buffer.getLong(REVISION_AT);
    int least = packed[1] == TOMBSTONE ? 0 : 1;
    if (revision < least) {
      return new Unreadable("revision " + revision + ", expected at least " + least);
    }
    return content(key, packed, revision, buffer.getLong(EVENT_TIME_AT));
  }

  private static StoredRow content(RowKey key, byte[] packed, long revision, long eventTimeMicros) {
    return switch (packed[1]) {
      case ROW ->
          new Present(
              new Row(
                  key,
                  revision,
                  eventTimeMicros,
                  Arrays.copyOfRange(packed, BODY_AT, packed.length)));
      case TOMBSTONE -> new Tombstone(revision);
      default -> new Unreadable("kind " + packed[1] + ", expected 0 or 1");
    };
  }

  private static int checksum(byte[] keyBytes, byte[] packed, int bodyLength) {
    var checksum = new CRC32C();
    checksum.update(keyBytes);
    checksum.update(packed, 0, CHECKSUM_AT);
    checksum.update(packed, BODY_AT, bodyLength);
    return (int) checksum.getValue();
  }
}
