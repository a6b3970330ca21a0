package io.tiffin.event.embedded;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * Rows that are published and that a rebuilt state does not have: readers must not go on seeing
 * them, so the new state gets them empty.
 */
final class StaleRows {

  private static final int ROWS_PER_COMMIT = 1_000;

  private StaleRows() {}

  static void blank(EventState before, LiveState after) throws RocksDBException {
    List<Row> empty = new ArrayList<>();
    before.visit(
        new byte[] {StateKeys.ROW},
        (key, value) -> {
          Optional<RowKey> row = StateKeys.rowKey(key);
          if (row.isPresent() && after.state().row(row.get()) == null) {
            after.emptyRow(row.get()).ifPresent(empty::add);
          }
          if (empty.size() >= ROWS_PER_COMMIT) {
            after.replace(empty);
            empty.clear();
          }
          return true;
        });
    after.replace(empty);
  }
}
