package io.tiffin.bulk;

import io.tiffin.estimate.PartialOrder;
import java.time.Instant;
import java.util.function.LongFunction;

/** A line of a file that should hold an order. To be read by any thread, once. */
public interface OrderLine {

  /** Which line of the file it is, from 1; a header counts. */
  long number();

  /**
   * What it holds.
   *
   * @param receivedAt stands in for an absent {@code placedAt}, which must be near it
   */
  Reading read(Instant receivedAt);

  /** What a line holds. */
  sealed interface Reading {

    /** An order that can be estimated. */
    record Order(PartialOrder order) implements Reading {}

    /**
     * Nothing that can.
     *
     * @param reason the first field that is wrong and what was expected, in words
     * @param answer makes the line that tells all that is wrong, by its place among the answers
     *     from 0
     */
    record Refused(String reason, LongFunction<byte[]> answer) implements Reading {}
  }
}
