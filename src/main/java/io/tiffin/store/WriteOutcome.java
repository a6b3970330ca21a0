package io.tiffin.store;

import org.jspecify.annotations.Nullable;

/** What became of one written row. */
public sealed interface WriteOutcome {

  /** The row is stored, durably where the store is a source of truth. */
  record Applied() implements WriteOutcome {}

  /**
   * Nothing changed, because the stored revision is equal or higher (for {@link
   * FeatureStore#replace}: is not the one expected).
   *
   * @param storedRevision the revision that stands, of a row or a tombstone; 0 if there is neither
   */
  record Superseded(long storedRevision) implements WriteOutcome {}

  /**
   * The write was refused or its fate is unknown; writing the same row again is harmless.
   *
   * @param message one sentence for operators, such as «no space left on the device that holds
   *     ./data»
   * @param cause the vendor's own failure, for logs; null where nobody threw, such as for a
   *     deadline that had passed
   */
  record Failed(String message, @Nullable Throwable cause) implements WriteOutcome {}
}
