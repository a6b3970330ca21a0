package io.tiffin.store;

/**
 * The cause of a {@link WriteOutcome.Failed}: the tier answered, and does not take this one row for
 * what stands under its key. It says nothing against other rows, unlike a full or read-only tier.
 */
public final class RefusedRowException extends Exception {

  private static final long serialVersionUID = 1;

  public RefusedRowException(String reason) {
    super(reason);
  }
}
