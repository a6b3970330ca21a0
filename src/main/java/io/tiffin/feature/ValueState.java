package io.tiffin.feature;

/**
 * Why a feature's own stored value could or could not be used. A value that came from a parent or
 * the default keeps the state that sent the reader there, so a dead store never looks like a
 * missing row.
 */
public enum ValueState {
  PRESENT,
  /**
   * The row is there and holds no value for this feature, or too few observations for its
   * aggregate.
   */
  NULL_VALUE,
  /** No row; or the window reaches back further than the feed. */
  NOT_FOUND,
  OUTSIDE_MAX_AGE,
  TIMED_OUT,
  /** The store failed, or the row could not be read. */
  ERROR;

  /**
   * Whether this state shows trouble of ours rather than a fact about the data: it makes an
   * estimate {@code degraded}.
   */
  public boolean isFault() {
    return this == TIMED_OUT || this == ERROR;
  }
}
