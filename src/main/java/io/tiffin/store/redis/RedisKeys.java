package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.feature.RowKey;
import io.tiffin.store.KeyEncoding;
import java.util.Arrays;
import java.util.Optional;

/**
 * The keys of Redis. A row is under the prefix and its {@link KeyEncoding}; the lease to fill it in
 * is under the same in braces and {@code lease}. So in a Cluster both are in one slot, and who
 * listens for changes of keys with the prefix hears of rows only.
 *
 * <p>Braces mean something to a Cluster: in a row's key they are written {@code %7B} and {@code
 * %7D}, which the encoding never writes by itself. Immutable.
 */
final class RedisKeys {

  private static final byte[] LEASE = "}lease".getBytes(US_ASCII);

  private final byte[] prefix;

  RedisKeys(String prefix) {
    this.prefix = prefix.getBytes(US_ASCII);
  }

  byte[] row(RowKey key) {
    return row(KeyEncoding.bytes(key));
  }

  /** The key of a row whose {@link KeyEncoding#bytes} are at hand. */
  byte[] row(byte[] keyBytes) {
    byte[] encoded = withoutBraces(keyBytes);
    byte[] whole = Arrays.copyOf(prefix, prefix.length + encoded.length);
    System.arraycopy(encoded, 0, whole, prefix.length, encoded.length);
    return whole;
  }

  /** The key of the lease that goes with a row's key. */
  static byte[] lease(byte[] row) {
    byte[] whole = new byte[1 + row.length + LEASE.length];
    whole[0] = '{';
    System.arraycopy(row, 0, whole, 1, row.length);
    System.arraycopy(LEASE, 0, whole, 1 + row.length, LEASE.length);
    return whole;
  }

  /** Whose row is under a key in Redis, if it is one of ours. */
  Optional<RowKey> rowKey(byte[] key) {
    if (key.length < prefix.length
        || Arrays.mismatch(key, 0, prefix.length, prefix, 0, prefix.length) >= 0) {
      return Optional.empty();
    }
    String text = new String(key, prefix.length, key.length - prefix.length, UTF_8);
    return KeyEncoding.key(text.replace("%7B", "{").replace("%7D", "}"));
  }

  /** What the keys of rows begin with, and no other key. */
  String prefix() {
    return new String(prefix, US_ASCII);
  }

  private static byte[] withoutBraces(byte[] keyBytes) {
    for (byte b : keyBytes) {
      if (b == '{' || b == '}') {
        String text = new String(keyBytes, UTF_8);
        return text.replace("{", "%7B").replace("}", "%7D").getBytes(UTF_8);
      }
    }
    return keyBytes;
  }
}
