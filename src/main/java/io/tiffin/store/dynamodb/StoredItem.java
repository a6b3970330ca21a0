package io.tiffin.store.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.StoredRow;
import io.tiffin.store.StoredRow.Unreadable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a row, or the tombstone of one, lies in the table.
 *
 * <pre>
 * attribute  type    content
 *     k      String  partition key: {@link KeyEncoding#text}
 *     r      Number  revision, which the conditions of writes compare
 *     e      Binary  {@link Envelope}
 *     x      Number  last second of its life, since the epoch; only where it has a lifetime
 * </pre>
 *
 * <p>DynamoDB deletes what has expired within days, and hands it out until then: an item whose
 * {@code x} is below the current second counts as absent, here and in the conditions of writes.
 */
final class StoredItem {

  static final String KEY = "k";
  static final String REVISION = "r";
  static final String ENVELOPE = "e";
  static final String EXPIRY = "x";

  /** DynamoDB's limit of a partition key, in bytes. Documented. */
  static final int LONGEST_KEY = 2_048;

  /** DynamoDB's limit of an item, in bytes, names of attributes included. Documented: 400 KB. */
  static final int LARGEST = 400 * 1_024;

  /** Bytes of an item beside its key and envelope, at most: four names and two numbers of 21. */
  private static final int BESIDE = 4 + 2 * 21;

  private StoredItem() {}

  /** The partition key, as a part of a request. */
  static Map<String, AttributeValue> key(String text) {
    return Map.of(KEY, AttributeValue.fromS(text));
  }

  /**
   * The item of an envelope.
   *
   * @param expiry last second of its life; empty for ever
   */
  static Map<String, AttributeValue> of(
      String text, long revision, byte[] envelope, OptionalLong expiry) {
    Map<String, AttributeValue> item = HashMap.newHashMap(4);
    item.put(KEY, AttributeValue.fromS(text));
    item.put(REVISION, number(revision));
    item.put(ENVELOPE, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(envelope)));
    if (expiry.isPresent()) {
      item.put(EXPIRY, number(expiry.getAsLong()));
    }
    return item;
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  /** Why DynamoDB would not take a key; null if it would. */
  static @Nullable String refusalOfKey(RowKey key, String text) {
    if (text.length() * 3 <= LONGEST_KEY) {
      return null; // whatever the characters are
    }
    int bytes = text.getBytes(UTF_8).length;
    return bytes <= LONGEST_KEY
        ? null
        : String.format(
            Locale.ROOT,
            "the key of %.40s… takes %,d bytes, DynamoDB takes %,d",
            key,
            bytes,
            LONGEST_KEY);
  }

  /** Why DynamoDB would not take a row; null if it would. */
  static @Nullable String refusal(RowKey key, String text, byte[] envelope) {
    String ofKey = refusalOfKey(key, text);
    if (ofKey != null) {
      return ofKey;
    }
    int bytes = text.getBytes(UTF_8).length + envelope.length + BESIDE;
    return bytes <= LARGEST
        ? null
        : String.format(
            Locale.ROOT,
            "the item of %s takes %,d bytes, DynamoDB takes %,d (400 KB)",
            key,
            bytes,
            LARGEST);
  }

  /** Whether an item counts as absent, though it is there. */
  static boolean hasExpired(Map<String, AttributeValue> item, long nowSeconds) {
    AttributeValue expiry = item.get(EXPIRY);
    OptionalLong seconds = expiry == null ? OptionalLong.empty() : whole(expiry);
    return seconds.isPresent() && seconds.getAsLong() < nowSeconds;
  }

  /**
   * What stands under a key, for a write.
   *
   * @param item the item that is there; empty for none
   * @return a tombstone of revision 0 for nothing
   */
  static StoredRow standing(
      RowKey key, String text, Map<String, AttributeValue> item, long nowSeconds) {
    return item.isEmpty() || hasExpired(item, nowSeconds)
        ? new StoredRow.Tombstone(0)
        : read(key, text, item);
  }

  /** What an item holds that has not expired. */
  static StoredRow read(RowKey key, String text, Map<String, AttributeValue> item) {
    AttributeValue expiry = item.get(EXPIRY);
    if (expiry != null && whole(expiry).isEmpty()) {
      return new Unreadable("attribute x is no whole number");
    }
    AttributeValue number = item.get(REVISION);
    OptionalLong revision = number == null ? OptionalLong.empty() : whole(number);
    if (revision.isEmpty()) {
      return new Unreadable("attribute r is no whole number");
    }
    AttributeValue envelope = item.get(ENVELOPE);
    if (envelope == null || envelope.b() == null) {
      return new Unreadable("attribute e is not binary");
    }
    StoredRow row = Envelope.unpack(key, text.getBytes(UTF_8), envelope.b().asByteArrayUnsafe());
    return row instanceof Unreadable || revision(row) == revision.getAsLong()
        ? row
        : new Unreadable("attribute r differs from the revision in e");
  }

  /** The revision that stands; 0 for what cannot be read. */
  static long revision(StoredRow row) {
    return switch (row) {
      case StoredRow.Present present -> present.row().revision();
      case StoredRow.Tombstone tombstone -> tombstone.revision();
      case Unreadable _ -> 0;
    };
  }

  private static OptionalLong whole(AttributeValue value) {
    try {
      return value.n() == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.n()));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
