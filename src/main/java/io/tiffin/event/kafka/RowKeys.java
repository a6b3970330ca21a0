package io.tiffin.event.kafka;

import io.tiffin.feature.RowKey;
import java.nio.charset.StandardCharsets;

/**
 * Keys of rows as keys of records and of state stores: view, slash, entity, as UTF-8. Names of
 * views have no slash, so the rows of a view are a range. Pure functions.
 */
final class RowKeys {

  private static final char SEPARATOR = '/';

  private RowKeys() {}

  static byte[] write(RowKey key) {
    return text(key.view() + SEPARATOR + key.entity());
  }

  /**
   * @throws UnreadableRecordException if it is no key of a row
   */
  static RowKey read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf(SEPARATOR);
    if (end < 0) {
      throw new UnreadableRecordException("«" + text + "» is no key of a row");
    }
    return new RowKey(text.substring(0, end), text.substring(end + 1));
  }

  /** Before every key of the view. */
  static byte[] from(String view) {
    return text(view + SEPARATOR);
  }

  /** After every key of the view. */
  static byte[] to(String view) {
    return text(view + (char) (SEPARATOR + 1));
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
