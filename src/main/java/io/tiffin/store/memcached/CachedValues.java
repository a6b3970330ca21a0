package io.tiffin.store.memcached;

import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.StoredRow;
import java.nio.ByteBuffer;

/**
 * What stands under a key: an {@link Envelope}, or a lease, which is the bytes 0 and 1 and the
 * token of the reader that is about to fill the row in. An envelope never begins with a 0.
 */
final class CachedValues {

  private CachedValues() {}

  /** What stands under a key. */
  sealed interface CachedValue {}

  /** The row, its tombstone, or what cannot be read. */
  record Held(StoredRow row) implements CachedValue {}

  /** A reader is about to fill the row in. */
  record Leased(long token) implements CachedValue {}

  /** Reads any bytes; what is neither is {@link StoredRow.Unreadable}. */
  static CachedValue read(RowKey key, byte[] value) {
    if (value.length == 10 && value[0] == 0 && value[1] == 1) {
      return new Leased(ByteBuffer.wrap(value).getLong(2));
    }
    return new Held(Envelope.unpack(key, value));
  }

  static byte[] lease(long token) {
    return ByteBuffer.allocate(10).put((byte) 0).put((byte) 1).putLong(token).array();
  }
}
