package io.tiffin.bulk;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.Estimate;
import io.tiffin.estimate.PartialOrder;
import java.time.Instant;
import java.util.List;

/** What estimates: one estimate per order, in order, and never an exception. Thread-safe. */
@FunctionalInterface
interface BatchEstimator {

  List<Estimate> estimate(List<PartialOrder> orders, Instant receivedAt, Deadline deadline);
}
