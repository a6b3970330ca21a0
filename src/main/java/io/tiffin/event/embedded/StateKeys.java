package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.feature.RowKey;
import io.tiffin.store.KeyEncoding;
import java.util.Optional;

/** How what the events add up to is named in the database: a letter, then whose it is. */
final class StateKeys {

  static final byte COURIER = 'c';
  static final byte FEED = 'f';
  static final byte PROGRESS = 'm';
  static final byte ORDER = 'o';
  static final byte RESTAURANT = 'r';
  static final byte RESTAURANT_SIGNALS = 's';
  static final byte UNPUBLISHED = 'u';
  static final byte ROW = 'w';

  private StateKeys() {}

  static byte[] key(byte kind, String subject) {
    return key(kind, subject.getBytes(UTF_8));
  }

  static byte[] row(RowKey key) {
    return key(ROW, KeyEncoding.bytes(key));
  }

  static byte[] unpublished(RowKey key) {
    return key(UNPUBLISHED, KeyEncoding.bytes(key));
  }

  /** The row that a key of {@link #ROW} or {@link #UNPUBLISHED} is about. */
  static Optional<RowKey> rowKey(byte[] key) {
    return KeyEncoding.key(new String(key, 1, key.length - 1, UTF_8));
  }

  private static byte[] key(byte kind, byte[] subject) {
    byte[] key = new byte[subject.length + 1];
    key[0] = kind;
    System.arraycopy(subject, 0, key, 1, subject.length);
    return key;
  }
}
