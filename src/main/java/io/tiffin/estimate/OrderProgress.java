package io.tiffin.estimate;

import io.tiffin.event.EventType;
import io.tiffin.event.OrderJourney;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Where an order stands at an instant, in minutes since it got there; never negative, as the clocks
 * of sources may run ahead.
 *
 * @param stage the farthest stage it has reached
 * @param sinceStage since it reached that
 * @param sincePlaced since it was placed
 * @param sinceAccepted since it was accepted; 0 if it is not
 * @param sinceAssigned since its courier was assigned; 0 without a courier
 * @param sinceReady since it was ready; 0 if it is not
 * @param sinceArrived since its courier was at the restaurant; 0 before
 */
public record OrderProgress(
    OrderStage stage,
    double sinceStage,
    double sincePlaced,
    double sinceAccepted,
    double sinceAssigned,
    double sinceReady,
    double sinceArrived) {

  private static final double MICROS_PER_MINUTE = 60e6;

  /**
   * The progress of a journey; empty if it is over, or its placing is not recorded.
   *
   * @param at the instant asked about
   */
  public static Optional<OrderProgress> of(OrderJourney journey, Instant at) {
    if (journey.isOver() || journey.placed().isEmpty()) {
      return Optional.empty();
    }
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    OrderStage stage = OrderStage.of(journey);
    return Optional.of(
        new OrderProgress(
            stage,
            minutes(stage.begunMicros(journey), now),
            since(EventType.ORDER_PLACED, journey, now),
            since(EventType.ORDER_ACCEPTED, journey, now),
            since(EventType.COURIER_ASSIGNED, journey, now),
            since(EventType.ORDER_READY, journey, now),
            since(EventType.COURIER_ARRIVED_PICKUP, journey, now)));
  }

  private static double since(EventType event, OrderJourney journey, long now) {
    return minutes(journey.stageMicros(event), now);
  }

  private static double minutes(long from, long to) {
    return from == OrderJourney.NEVER ? 0 : Math.max(0, to - from) / MICROS_PER_MINUTE;
  }
}
