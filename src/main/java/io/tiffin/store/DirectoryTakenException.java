package io.tiffin.store;

import java.nio.file.Path;

/** Another process has a directory open that only one may. */
public final class DirectoryTakenException extends Exception {

  private static final long serialVersionUID = 1;

  private final String holder;

  DirectoryTakenException(Path directory, String holder) {
    super(directory + " is open in " + holder);
    this.holder = holder;
  }

  /** Who has it, as that one described itself: «process 17 since 2026-11-22T18:05:00Z». */
  public String holder() {
    return holder;
  }
}
