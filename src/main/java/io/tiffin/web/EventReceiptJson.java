package io.tiffin.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of one body. All but the rejected are durable.
 *
 * @param accepted events that are durable; where duplicates and late ones are told, without those
 * @param duplicates events that are known already; null where the runtime counts them later, in
 *     metrics
 * @param late events that came later than their journey waits for; null like {@code duplicates}
 * @param rejectedCount events that are none
 * @param rejected the first of the rejected
 */
record EventReceiptJson(
    long accepted,
    @Nullable Long duplicates,
    @Nullable Long late,
    long rejectedCount,
    List<RejectedJson> rejected) {

  /**
   * One event that is rejected.
   *
   * @param index its place among the events of the body, from 0
   * @param reason all that is wrong, each after the name of its field
   */
  record RejectedJson(long index, String reason) {}

  boolean isWhole() {
    return rejectedCount == 0;
  }
}
