package io.tiffin.bulk;

import java.util.List;

/**
 * A batch's part of the file of estimates.
 *
 * @param lines its lines, each with its end
 * @param refusals which lines were refused and why, in order
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never kept
record AnsweredBatch(byte[] lines, Tally tally, List<Refusal> refusals) {

  /**
   * A line that was refused.
   *
   * @param line its number in the file
   */
  record Refusal(long line, String reason) {}
}
