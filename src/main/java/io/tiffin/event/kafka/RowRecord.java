package io.tiffin.event.kafka;

import io.tiffin.feature.Row;

/** What is in the topic of rows. */
sealed interface RowRecord {

  /** A row to be written. */
  record Changed(Row row) implements RowRecord {}

  /** Every row before it in the partition speaks of what was received until then. */
  record Mark(Progress progress) implements RowRecord {}
}
