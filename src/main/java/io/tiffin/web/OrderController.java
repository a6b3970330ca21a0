package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.EstimateMeters;
import io.tiffin.estimate.EstimateProperties;
import io.tiffin.estimate.OrderAnswer;
import io.tiffin.estimate.OrderEstimate;
import io.tiffin.estimate.OrderEstimator;
import io.tiffin.estimate.Stage;
import io.tiffin.event.EventType;
import io.tiffin.web.ProblemJson.Happened;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Estimates for orders on their way. */
@RestController
final class OrderController implements OrderApi {

  private static final Logger LOG = LoggerFactory.getLogger(OrderController.class);

  private static final int LONGEST_ID = 128;

  private final OrderEstimator estimator;
  private final StrictJson json;
  private final EstimateProperties times;
  private final EstimateMeters meters;
  private final InstantSource clock;
  private final Ticker ticker;
  private final AdaptiveDoor door;

  OrderController(
      OrderEstimator estimator,
      StrictJson json,
      EstimateProperties times,
      EstimateMeters meters,
      AdaptiveDoor estimateDoor,
      InstantSource clock,
      Ticker ticker) {
    this.estimator = estimator;
    this.json = json;
    this.times = times;
    this.meters = meters;
    this.clock = clock;
    this.ticker = ticker;
    this.door = estimateDoor;
  }

  @Override
  public ResponseEntity<byte[]> estimate(
      HttpServletRequest request, String orderId, boolean explain) {
    Deadline deadline = Budget.of(request, times.deadline(), ticker).deadline(null, ticker);
    requireId(orderId);
    Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return switch (entered(orderId, receivedAt, deadline)) {
      case OrderAnswer.OnItsWay(OrderEstimate estimate) -> answered(estimate, explain);
      case OrderAnswer.Over(EventType how, Instant at) -> throw over(how, at);
      case OrderAnswer.Unknown _ ->
          throw new ProblemException(
              ProblemType.UNKNOWN_ORDER, "no event of the last two days has named this order");
      case OrderAnswer.NotPlaced _ ->
          throw new ProblemException(
              ProblemType.UNKNOWN_ORDER,
              "events have named this order, but none has said what was placed where");
      case OrderAnswer.Unavailable unavailable -> throw unavailable(orderId, unavailable);
    };
  }

  private static void requireId(String orderId) {
    if (orderId.isBlank() || orderId.length() > LONGEST_ID || !Printable.isPlain(orderId)) {
      Violations violations = new Violations();
      violations.add(
          "orderId",
          "expected text of 1 to "
              + LONGEST_ID
              + " characters, not all blank, none of them control characters");
      throw violations.toProblem();
    }
  }

  private OrderAnswer entered(String orderId, Instant receivedAt, Deadline deadline) {
    long from = ticker.nanos();
    long entered = door.enter(deadline);
    meters.record(Stage.QUEUE, entered - from);
    try {
      return estimator.estimate(orderId, receivedAt, deadline);
    } finally {
      door.leave(entered);
    }
  }

  private ResponseEntity<byte[]> answered(OrderEstimate estimate, boolean explain) {
    long from = ticker.nanos();
    byte[] body = json.write(OrderEstimateJson.of(estimate, explain));
    meters.record(Stage.ENCODE, ticker.nanos() - from);
    ResponseEntity.BodyBuilder response =
        ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON);
    if (estimate.degraded()) {
      response.header(EstimateController.DEGRADED, "true");
    }
    return response.body(body);
  }

  private static ProblemException over(EventType how, Instant at) {
    String verb = how == EventType.ORDER_DELIVERED ? "delivered" : "cancelled";
    return new ProblemException(
        ProblemType.ORDER_OVER,
        "the order was " + verb + " at " + at,
        new Happened(how.wireName(), at));
  }

  private static ProblemException unavailable(String orderId, OrderAnswer.Unavailable why) {
    LOG.debug(
        "The journey of order {} can't be read: {}",
        Printable.text(orderId),
        why.reason(),
        why.cause());
    return new ProblemException(
        ProblemType.JOURNEY_UNAVAILABLE,
        "whether there is such an order can't be told as long as its journey can't be read");
  }
}
