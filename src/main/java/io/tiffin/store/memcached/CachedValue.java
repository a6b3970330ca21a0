package io.tiffin.store.memcached;

import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.StoredRow;
import java.nio.ByteBuffer;

/**
 * What stands under a key: an {@link Envelope}, or one of two notes, which begin with a byte 0
 * where every envelope has its version.
 *
 * <pre>
 * 0 1 and 8 bytes   a lease: the token of the reader that fills the row in
 * 0 2               withheld: nobody may fill the row in for now
 * </pre>
 */
sealed interface CachedValue {

  /** The row, its tombstone, or what cannot be read. */
  record Held(StoredRow row) implements CachedValue {}

  /** A reader is about to fill the row in. */
  record Leased(long token) implements CachedValue {}

  /** What stands at the source may be about to change: no reader may fill in what it reads now. */
  record Withheld() implements CachedValue {}

  /** Reads any bytes; what is none of these is {@link StoredRow.Unreadable}. */
  static CachedValue read(RowKey key, byte[] value) {
    if (value.length == 10 && value[0] == 0 && value[1] == 1) {
      return new Leased(ByteBuffer.wrap(value).getLong(2));
    }
    if (value.length == 2 && value[0] == 0 && value[1] == 2) {
      return new Withheld();
    }
    return new Held(Envelope.unpack(key, value));
  }

  static byte[] lease(long token) {
    return ByteBuffer.allocate(10).put((byte) 0).put((byte) 1).putLong(token).array();
  }

  static byte[] withheld() {
    return new byte[] {0, 2};
  }
}
