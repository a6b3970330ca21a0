package io.tiffin.store;

import org.jspecify.annotations.Nullable;

/** What a {@link RowCache} found for one key. */
public sealed interface CacheRead {

  /**
   * The cache knows.
   *
   * @param outcome a row, or that there is none; from the cache's own source
   */
  record Hit(Outcome outcome) implements CacheRead {

    public Hit {
      if (outcome instanceof Outcome.Failed) {
        throw new IllegalArgumentException("a failure is no hit");
      }
    }
  }

  /** The cache does not know; the next tier does. */
  record Miss() implements CacheRead {}

  /**
   * The cache did not answer, in time or at all.
   *
   * @param cause the vendor's own failure, for logs; null for a time-out that nobody threw
   */
  record Failed(Outcome.Failed.Reason reason, @Nullable Throwable cause) implements CacheRead {}
}
