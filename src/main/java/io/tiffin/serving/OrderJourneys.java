package io.tiffin.serving;

import io.tiffin.batching.Deadline;
import io.tiffin.event.EventRows;
import io.tiffin.event.JourneyCodec;
import io.tiffin.event.OrderJourney;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the journeys of orders. Thread-safe.
 *
 * <p>A journey changes a dozen times within an hour and is asked for by one customer, so a cache
 * saves next to nothing and would tell last minute's stage, or that there is no such order: the
 * source of truth is asked. Only where that fails does the nearest tier that knows the journey do.
 */
public final class OrderJourneys {

  private final RowFinder rows;

  public OrderJourneys(RowFinder rows) {
    this.rows = rows;
  }

  /** What was found of an order. */
  public sealed interface Found {

    /**
     * Its journey.
     *
     * @param isCertain false if the source of truth did not answer: the order may have come farther
     */
    record Known(OrderJourney journey, boolean isCertain) implements Found {}

    /** The source of truth has no event of it, or they are forgotten. */
    record Unknown() implements Found {}

    /**
     * Nobody could say.
     *
     * @param reason one sentence for operators
     * @param cause for logs; null if nothing was thrown
     */
    record Unavailable(String reason, @Nullable Throwable cause) implements Found {}
  }

  /**
   * Finds an order's journey. Takes half of the time at most, so that the rest is left to estimate.
   *
   * @param orderId 1–128 characters
   */
  public Found find(String orderId, Deadline deadline) {
    return switch (read(orderId, Consistency.SOURCE, within(deadline, 3))) {
      case Outcome.Found(Row row, Source _) -> decoded(row, true);
      case Outcome.Absent _ -> new Found.Unknown();
      case Outcome.Failed failed -> nearest(orderId, deadline, failed);
    };
  }

  /**
   * Finds the journeys of many orders in one read of the source of truth; no cache stands in.
   *
   * @param orderIds 1–128 characters each
   * @return one per order, in order
   */
  public List<Found> findAll(List<String> orderIds, Deadline deadline) {
    List<RowKey> keys = orderIds.stream().map(EventRows::journeyKey).toList();
    return rows.find(new Query(keys, deadline, Consistency.SOURCE)).stream()
        .map(OrderJourneys::certain)
        .toList();
  }

  private static Found certain(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found(Row row, Source _) -> decoded(row, true);
      case Outcome.Absent _ -> new Found.Unknown();
      case Outcome.Failed failed -> unavailable(failed);
    };
  }

  private static Found unavailable(Outcome.Failed failed) {
    return new Found.Unavailable(
        "the journeys' source of truth, " + failed.source() + ", says " + failed.reason(),
        failed.cause());
  }

  /** That a cache remembers no such order proves nothing here. */
  private Found nearest(String orderId, Deadline deadline, Outcome.Failed failed) {
    return read(orderId, Consistency.NEAREST, within(deadline, 4))
            instanceof Outcome.Found(Row row, Source _)
        ? decoded(row, false)
        : unavailable(failed);
  }

  private Outcome read(String orderId, Consistency consistency, Deadline deadline) {
    Query query = new Query(List.of(EventRows.journeyKey(orderId)), deadline, consistency);
    return rows.find(query).getFirst();
  }

  private static Found decoded(Row row, boolean isCertain) {
    Optional<OrderJourney> journey = JourneyCodec.readOrder(row.body());
    return journey.isPresent()
        ? new Found.Known(journey.get(), isCertain)
        : new Found.Unavailable("the row of " + row.key() + " can't be read as a journey", null);
  }

  private static Deadline within(Deadline deadline, int share) {
    long nanos = Math.max(0, deadline.remainingNanos() / share);
    return Deadline.in(Duration.ofNanos(nanos), deadline.ticker());
  }
}
