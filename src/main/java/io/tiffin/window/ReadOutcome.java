package io.tiffin.window;

/** Whether a row's body could be read as window state. */
public enum ReadOutcome {
  READ,
  /** The body ends early, or holds what no writer writes. */
  MALFORMED,
  /** The body is of another kind, or of a version that this process does not know. */
  UNKNOWN_VERSION
}
