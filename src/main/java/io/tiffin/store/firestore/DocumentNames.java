package io.tiffin.store.firestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.feature.RowKey;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.KeySpread;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of documents. A row's document is named {@code 4c280dc2-restaurant_live%2fr-17}: eight
 * digits of its {@link KeySpread}, so that neighbours by key are not neighbours in Firestore, and
 * its {@link KeyEncoding}. In that, {@code /} is written {@code %2f} and a control character {@code
 * %u0000}, which the encoding never writes by itself; so no two keys share a name.
 *
 * <p>Firestore takes names of 1,500 bytes. What is longer, such as 256 halves of surrogate pairs,
 * is written {@code %h} and its SHA-256. Immutable.
 */
final class DocumentNames {

  /** Documented by Firestore. */
  private static final int LONGEST_ID = 1_500;

  private static final HexFormat HEX = HexFormat.of();

  private final String database;
  private final String prefix;

  /**
   * @param database such as {@code projects/lunch/databases/(default)}
   */
  DocumentNames(String database, String collection) {
    this.database = database;
    this.prefix = database + "/documents/" + collection + "/";
  }

  String database() {
    return database;
  }

  /** The whole name of a row's document. */
  String of(RowKey key) {
    return prefix + id(key);
  }

  /** A name that no row's document has. */
  String ofNoRow() {
    return prefix + "nothing";
  }

  static String id(RowKey key) {
    byte[] bytes = KeyEncoding.bytes(key);
    String spread = HEX.toHexDigits(KeySpread.of(bytes)) + "-";
    String id = spread + escaped(KeyEncoding.text(key));
    return id.length() * 3 <= LONGEST_ID || id.getBytes(UTF_8).length <= LONGEST_ID
        ? id
        : spread + "%h" + HEX.formatHex(sha256(bytes));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/') {
        escaped.append("%2f");
      } else if (c < ' ' || c == 0x7f) {
        escaped.append("%u").append(HEX.toHexDigits(c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
