package io.tiffin.store.bigtable;

import org.jspecify.annotations.Nullable;

/** The cause of an outcome: Bigtable was not asked, or its answer makes no sense. */
final class BigtableUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  BigtableUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
