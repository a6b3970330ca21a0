package io.tiffin.estimate;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.event.EventType;
import io.tiffin.event.OrderJourney;
import io.tiffin.event.PlacedOrder;
import io.tiffin.serving.OrderJourneys;
import io.tiffin.serving.OrderJourneys.Found;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates orders that were placed again, from where their journeys stand. Thread-safe.
 *
 * <p>A model or a store of features that fails shows in the estimate, as for a new order. A store
 * of journeys that fails leaves nothing to estimate.
 */
public final class OrderEstimator {

  private final OrderJourneys journeys;
  private final DeliveryEstimator estimator;
  private final EstimateMeters meters;
  private final Ticker ticker;

  OrderEstimator(
      OrderJourneys journeys, DeliveryEstimator estimator, EstimateMeters meters, Ticker ticker) {
    this.journeys = journeys;
    this.estimator = estimator;
    this.meters = meters;
    this.ticker = ticker;
  }

  /**
   * Estimates an order.
   *
   * @param orderId 1–128 characters
   * @param receivedAt when it was asked about
   * @param deadline when the answer is due
   */
  public OrderAnswer estimate(String orderId, Instant receivedAt, Deadline deadline) {
    long from = ticker.nanos();
    Found found = journeys.find(orderId, deadline);
    meters.record(Stage.JOURNEY, ticker.nanos() - from);
    return switch (found) {
      case Found.Known(OrderJourney journey, boolean isCertain) ->
          estimate(journey, isCertain, receivedAt, deadline);
      case Found.Unknown _ -> new OrderAnswer.Unknown();
      case Found.Unavailable(String reason, @Nullable Throwable cause) ->
          new OrderAnswer.Unavailable(reason, cause);
    };
  }

  private OrderAnswer estimate(
      OrderJourney journey, boolean isCertain, Instant receivedAt, Deadline deadline) {
    if (journey.has(EventType.ORDER_DELIVERED)) {
      return over(EventType.ORDER_DELIVERED, journey);
    }
    if (journey.has(EventType.ORDER_CANCELLED)) {
      return over(EventType.ORDER_CANCELLED, journey);
    }
    Optional<PlacedOrder> placed = journey.placed();
    Optional<OrderProgress> progress = OrderProgress.of(journey, receivedAt);
    return placed.isEmpty() || progress.isEmpty()
        ? new OrderAnswer.NotPlaced()
        : new OrderAnswer.OnItsWay(
            estimator.estimate(
                order(journey, placed.get()),
                journey,
                progress.get(),
                isCertain,
                receivedAt,
                deadline));
  }

  private static OrderAnswer over(EventType how, OrderJourney journey) {
    return new OrderAnswer.Over(how, instant(how, journey));
  }

  private static PartialOrder order(OrderJourney journey, PlacedOrder placed) {
    Double promised = placed.promisedMinutes();
    return new PartialOrder(
        journey.orderId(),
        placed.restaurantId(),
        placed.dropoff(),
        instant(EventType.ORDER_PLACED, journey),
        placed.itemsTotal(),
        placed.itemsDistinct(),
        placed.subtotalCents(),
        Map.of(),
        promised == null ? PartialOrder.DEFAULT_PROMISE_MINUTES : promised);
  }

  private static Instant instant(EventType stage, OrderJourney journey) {
    return Instant.EPOCH.plus(journey.stageMicros(stage), ChronoUnit.MICROS);
  }
}
