package io.tiffin.window;

/** What became of a contribution. */
public enum Applied {
  APPLIED,
  /** Its tile is no longer kept; the state is as it was. */
  LATE,
  /** The view has no such accumulator; the state is as it was. */
  UNKNOWN
}
