package io.tiffin.store;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;

/** What was read from under a key, for technologies that keep an {@link Envelope}. */
public sealed interface StoredRow {

  /** A row. */
  record Present(Row row) implements StoredRow {}

  /**
   * There is no row.
   *
   * @param revision the deletion's revision, at least 1; 0 where a cache remembers that the key was
   *     never written
   */
  record Tombstone(long revision) implements StoredRow {}

  /**
   * Bytes that are no row of this key: damaged, cut off, another key's, written by another program
   * or by a later version of this one. <b>Must not be taken for an absent row</b>, and its revision
   * is not known, so a write cannot be ordered against it.
   *
   * @param reason what is wrong with the bytes, for operators
   */
  record Unreadable(String reason) implements StoredRow {}

  /** What a look-up of {@code key} answers when it found this. */
  default Outcome outcome(RowKey key, Source source) {
    return switch (this) {
      case Present present -> new Outcome.Found(present.row(), source);
      case Tombstone tombstone -> new Outcome.Absent(tombstone.revision(), source);
      case Unreadable unreadable ->
          new Outcome.Failed(
              Outcome.Failed.Reason.ERROR,
              new UnreadableRowException(key, unreadable.reason()),
              source);
    };
  }
}
