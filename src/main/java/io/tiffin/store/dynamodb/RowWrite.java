package io.tiffin.store.dynamodb;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.KeyEncoding;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * A row or tombstone to be written, and what must stand under its key for it to be. What stands
 * there but is no row, by the types of its attributes, meets no condition.
 *
 * @param rule what must stand
 * @param expected for {@link Rule#EXACT}, the revision that must stand, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record RowWrite(RowKey key, String text, long revision, byte[] envelope, Rule rule, long expected) {

  /** What must stand under the key. Expired items count as nothing. */
  enum Rule {
    /** Nothing, or a lower revision. */
    HIGHER("attribute_not_exists(#k) OR #x < :now OR (#r < :r AND begins_with(#e, :v))"),
    /** Nothing. */
    NOTHING("attribute_not_exists(#k) OR #x < :now"),
    /** One revision. */
    EXACT("#r = :r AND begins_with(#e, :v) AND (attribute_not_exists(#x) OR #x >= :now)");

    private final String condition;

    Rule(String condition) {
      this.condition = condition;
    }

    boolean looksAtRevision() {
      return this != NOTHING;
    }
  }

  /** What an envelope begins with, of the version that this program can read. */
  private static final AttributeValue VERSION =
      AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1}));

  private static final Map<String, String> KEY_AND_EXPIRY =
      Map.of("#k", StoredItem.KEY, "#x", StoredItem.EXPIRY);

  private static final Map<String, String> ALL_NAMES =
      Map.of(
          "#k",
          StoredItem.KEY,
          "#x",
          StoredItem.EXPIRY,
          "#r",
          StoredItem.REVISION,
          "#e",
          StoredItem.ENVELOPE);

  private static final Map<String, String> EXACT_NAMES =
      Map.of("#x", StoredItem.EXPIRY, "#r", StoredItem.REVISION, "#e", StoredItem.ENVELOPE);

  /** The highest revision wins. */
  static RowWrite put(Row row) {
    return of(row.key(), row.revision(), Envelope.pack(row), Rule.HIGHER, 0);
  }

  /** The highest revision wins. */
  static RowWrite tombstone(RowKey key, long revision) {
    return of(key, revision, Envelope.packTombstone(key, revision), Rule.HIGHER, 0);
  }

  /**
   * @param expected 0 for nothing
   */
  static RowWrite replace(Row row, long expected) {
    Rule rule = expected == 0 ? Rule.NOTHING : Rule.EXACT;
    return of(row.key(), row.revision(), Envelope.pack(row), rule, expected);
  }

  private static RowWrite of(RowKey key, long revision, byte[] envelope, Rule rule, long expected) {
    return new RowWrite(key, KeyEncoding.text(key), revision, envelope, rule, expected);
  }

  /** Whether it would be applied where this revision stands; 0 for nothing. */
  boolean appliesOver(long standing) {
    return switch (rule) {
      case HIGHER -> standing < revision;
      case NOTHING -> standing == 0;
      case EXACT -> standing == expected;
    };
  }

  /**
   * The request, which compares and writes in one step, and hands back what it has met.
   *
   * @param expiry last second of the row's life; empty for ever
   */
  PutItemRequest request(String table, long nowSeconds, OptionalLong expiry) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":now", StoredItem.number(nowSeconds));
    if (rule.looksAtRevision()) {
      values.put(":r", StoredItem.number(rule == Rule.EXACT ? expected : revision));
      values.put(":v", VERSION);
    }
    return PutItemRequest.builder()
        .tableName(table)
        .item(StoredItem.of(text, revision, envelope, expiry))
        .conditionExpression(rule.condition)
        .expressionAttributeNames(names())
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  private Map<String, String> names() {
    return switch (rule) {
      case HIGHER -> ALL_NAMES;
      case NOTHING -> KEY_AND_EXPIRY;
      case EXACT -> EXACT_NAMES;
    };
  }
}
