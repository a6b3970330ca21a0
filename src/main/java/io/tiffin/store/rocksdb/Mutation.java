package io.tiffin.store.rocksdb;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.KeyEncoding;

/**
 * One row or tombstone on its way into the database.
 *
 * @param key for messages
 * @param keyBytes what it is stored under
 * @param packed what is stored
 * @param revision of the row or tombstone
 * @param expectedRevision what must be stored for a compare-and-set; {@link #ANY_LOWER} otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the caller's thread to the committing one
record Mutation(RowKey key, byte[] keyBytes, byte[] packed, long revision, long expectedRevision) {

  private static final long ANY_LOWER = -1;

  static Mutation put(Row row) {
    return replace(row, ANY_LOWER);
  }

  static Mutation replace(Row row, long expectedRevision) {
    return new Mutation(
        row.key(),
        KeyEncoding.bytes(row.key()),
        Envelope.pack(row),
        row.revision(),
        expectedRevision);
  }

  static Mutation delete(RowKey key, long revision) {
    return new Mutation(
        key, KeyEncoding.bytes(key), Envelope.packTombstone(key, revision), revision, ANY_LOWER);
  }

  /** Whether this may replace what is stored with {@code storedRevision}; 0 for nothing. */
  boolean follows(long storedRevision) {
    return expectedRevision == ANY_LOWER
        ? storedRevision < revision
        : storedRevision == expectedRevision;
  }

  int bytes() {
    return keyBytes.length + packed.length;
  }
}
