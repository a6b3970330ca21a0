package io.tiffin.event.embedded;

/**
 * A place between two groups of a log.
 *
 * @param segment the number of the first event in the file
 * @param offset bytes from the file's beginning
 * @param event the number of the next event; they are counted from 0
 */
record LogPosition(long segment, long offset, long event) {

  /** Before the first event there ever was. */
  static final LogPosition START = new LogPosition(0, 0, 0);

  /** The beginning of a file. */
  static LogPosition atBeginningOf(long segment) {
    return new LogPosition(segment, 0, segment);
  }
}
