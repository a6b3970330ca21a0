package io.tiffin.store;

import io.tiffin.feature.RowKey;

/** The cause of an {@link Outcome.Failed}: what is stored under a key is no row of it. */
public final class UnreadableRowException extends Exception {

  private static final long serialVersionUID = 1;

  public UnreadableRowException(RowKey key, String reason) {
    super("What is stored under " + key + " cannot be read as its row: " + reason);
  }
}
