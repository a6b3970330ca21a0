package io.tiffin.store;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * A write that may have to wait.
 *
 * @param row null for a tombstone
 */
record PacedWrite(RowKey key, long revision, @Nullable Row row) {

  static PacedWrite of(Row row) {
    return new PacedWrite(row.key(), row.revision(), row);
  }
}
