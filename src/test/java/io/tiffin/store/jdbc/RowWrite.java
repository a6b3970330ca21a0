package io.tiffin.store.jdbc;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * What is to stand under a key, and over what.
 *
 * @param body null for a tombstone
 * @param lowest revision that it may replace; beside those, what has expired
 * @param highest revision that it may replace; below {@code lowest} where nothing may be there
 * @param overNothing whether it is stored where nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // the row's own, as a row has it
record RowWrite(
    RowKey key,
    long revision,
    long eventTimeMicros,
    byte @Nullable [] body,
    long lowest,
    long highest,
    boolean overNothing) {

  static RowWrite put(Row row) {
    return of(row, 1, row.revision() - 1, true);
  }

  static RowWrite replace(Row row, long expected) {
    return expected == 0 ? of(row, 1, 0, true) : of(row, expected, expected, false);
  }

  static RowWrite delete(RowKey key, long revision) {
    return new RowWrite(key, revision, 0, null, 1, revision - 1, true);
  }

  private static RowWrite of(Row row, long lowest, long highest, boolean overNothing) {
    return new RowWrite(
        row.key(), row.revision(), row.eventTimeMicros(), row.body(), lowest, highest, overNothing);
  }

  /**
   * Whether it goes over this.
   *
   * @param standing 0 for nothing
   */
  boolean goesOver(long standing) {
    return standing == 0 ? overNothing : lowest <= standing && standing <= highest;
  }
}
