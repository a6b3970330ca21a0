package io.tiffin.store;

import io.tiffin.feature.Row;
import io.tiffin.feature.Source;
import org.jspecify.annotations.Nullable;

/** What a look-up found for one key. */
public sealed interface Outcome {

  /** The store that answered, or failed to. */
  Source source();

  /** The row is there. */
  record Found(Row row, Source source) implements Outcome {}

  /**
   * The store answered, and there is no row.
   *
   * @param revision the tombstone's revision, or 0 if the key was never written (or its tombstone
   *     has expired)
   */
  record Absent(long revision, Source source) implements Outcome {}

  /**
   * Nobody knows whether there is a row.
   *
   * @param reason whether time ran out or the store failed
   * @param cause the vendor's own failure, for logs; null for a time-out that nobody threw
   */
  record Failed(Reason reason, @Nullable Throwable cause, Source source) implements Outcome {

    /** Why a look-up failed. */
    public enum Reason {
      TIMED_OUT,
      ERROR
    }
  }
}
