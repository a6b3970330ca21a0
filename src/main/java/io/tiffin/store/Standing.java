package io.tiffin.store;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;

/** What is known to stand under a key at the source of truth, for bringing caches up to date. */
public sealed interface Standing {

  RowKey key();

  /** The revision that stands, at least. */
  long revision();

  /** This row stands. */
  record Present(Row row) implements Standing {

    @Override
    public RowKey key() {
      return row.key();
    }

    @Override
    public long revision() {
      return row.revision();
    }
  }

  /**
   * No row stands.
   *
   * @param revision the tombstone's revision, or 0 if the key was never written
   */
  record Absent(RowKey key, long revision) implements Standing {}

  /**
   * Something stands, it is not known what: a write was superseded by this revision, or it failed
   * and may have been applied. What is older must not be served any more.
   */
  record AtLeast(RowKey key, long revision) implements Standing {}
}
