package io.tiffin.web;

import io.tiffin.estimate.PartialOrder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it was read: some orders can be estimated, others are refused on their own.
 *
 * @param entries one per order of the batch, in order
 * @param deadline the shortest that any order asks for; null if none does
 */
record Batch(List<Entry> entries, @Nullable Duration deadline) {

  /** One order of a batch. */
  sealed interface Entry {

    /** It can be estimated. */
    record Accepted(PartialOrder order) implements Entry {}

    /** It can't. */
    record Refused(ProblemException problem) implements Entry {}
  }

  /** The orders to estimate, in order. */
  List<PartialOrder> orders() {
    return entries.stream()
        .filter(Entry.Accepted.class::isInstance)
        .map(entry -> ((Entry.Accepted) entry).order())
        .toList();
  }

  boolean hasRefusals() {
    return entries.stream().anyMatch(Entry.Refused.class::isInstance);
  }
}
