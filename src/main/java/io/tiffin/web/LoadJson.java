package io.tiffin.web;

import java.util.List;

/**
 * What became of a load.
 *
 * @param rows rows read
 * @param applied rows stored
 * @param superseded rows that changed nothing, as the same or a later event time stands
 * @param rejected rows that could not be read or do not fit the view
 * @param failed rows that the store did not take; writing them again is harmless
 * @param rejections the first of the rejected and failed
 */
record LoadJson(
    long rows,
    long applied,
    long superseded,
    long rejected,
    long failed,
    List<RejectionJson> rejections) {

  /**
   * One row that is not stored.
   *
   * @param line its line, from 1
   */
  record RejectionJson(long line, String reason) {}

  boolean isWhole() {
    return rejected == 0 && failed == 0;
  }
}
