package io.tiffin.training;

/** Hears how far long work has come. */
interface Progress {

  /** Hears nothing. */
  Progress SILENT = (stage, done, total) -> {};

  /**
   * A step was done.
   *
   * @param stage what is being done, such as {@code learning}
   * @param done of {@code total}
   */
  void advanced(String stage, long done, long total);
}
