package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.DeliveryEstimator;
import io.tiffin.estimate.Estimate;
import io.tiffin.estimate.EstimateMeters;
import io.tiffin.estimate.EstimateProperties;
import io.tiffin.estimate.PartialOrder;
import io.tiffin.estimate.Stage;
import io.tiffin.web.OrderReader.OrderRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.RestController;

/** Estimates for one order and for many. */
@RestController
final class EstimateController implements EstimateApi {

  static final String DEGRADED = "Tiffin-Degraded";

  private final DeliveryEstimator estimator;
  private final OrderReader orders;
  private final BatchReader batches;
  private final StrictJson json;
  private final EstimateProperties times;
  private final WebProperties limits;
  private final EstimateMeters meters;
  private final InstantSource clock;
  private final Ticker ticker;
  private final AdaptiveDoor door;
  private final Door batchDoor;

  EstimateController(
      DeliveryEstimator estimator,
      OrderReader orders,
      StrictJson json,
      EstimateProperties times,
      WebProperties limits,
      EstimateMeters meters,
      AdaptiveDoor estimateDoor,
      Doors doors,
      InstantSource clock,
      Ticker ticker) {
    this.estimator = estimator;
    this.orders = orders;
    this.batches = new BatchReader(json, orders, limits.maxBatchOrders());
    this.json = json;
    this.times = times;
    this.limits = limits;
    this.meters = meters;
    this.clock = clock;
    this.ticker = ticker;
    this.door = estimateDoor;
    this.batchDoor = doors.batches();
  }

  @Override
  public ResponseEntity<byte[]> estimate(
      HttpServletRequest request, boolean explain, @Nullable String model) throws IOException {
    requireKnown(model);
    Budget budget = Budget.of(request, times.deadline(), ticker);
    Instant receivedAt = now();
    OrderRequest asked = read(body(request, limits.maxBody()), receivedAt);
    meters.record(Stage.DECODE, ticker.nanos() - budget.startedNanos());
    Deadline deadline = budget.deadline(asked.deadline(), ticker);
    Estimate estimate = estimate(model, asked.order(), receivedAt, deadline);
    return encoded(HttpStatus.OK, EstimateJson.of(estimate, explain), estimate.degraded());
  }

  @Override
  public ResponseEntity<byte[]> estimateBatch(
      HttpServletRequest request, boolean explain, @Nullable String model) throws IOException {
    requireKnown(model);
    Budget budget = Budget.of(request, times.deadline(), ticker);
    Instant receivedAt = now();
    batchDoor.enter(budget.deadline(null, ticker));
    try {
      Batch batch = batches.read(body(request, limits.maxBatchBody()), receivedAt);
      meters.record(Stage.DECODE, ticker.nanos() - budget.startedNanos());
      Deadline deadline = budget.deadline(batch.deadline(), ticker);
      List<Estimate> estimates = estimateAll(model, batch.orders(), receivedAt, deadline);
      boolean degraded = estimates.stream().anyMatch(Estimate::degraded);
      HttpStatus status = batch.hasRefusals() ? HttpStatus.MULTI_STATUS : HttpStatus.OK;
      return encoded(status, BatchJson.of(batch, estimates, explain), degraded);
    } finally {
      batchDoor.leave();
    }
  }

  private void requireKnown(@Nullable String model) {
    if (model != null && !estimator.models().contains(model)) {
      String there = String.join(", ", estimator.models());
      throw new ProblemException(
          ProblemType.UNKNOWN_MODEL,
          "the parameter model is " + Printable.text(model) + "; there are " + there,
          List.of(new Violation("model", "expected one of " + there)));
    }
  }

  private byte[] body(HttpServletRequest request, DataSize limit) throws IOException {
    return RequestBody.read(request, limit, Deadline.in(limits.maxBodyTime(), ticker));
  }

  private OrderRequest read(byte[] body, Instant receivedAt) {
    Violations violations = new Violations();
    OrderRequest order = orders.read(json.tree(body), receivedAt, violations);
    if (order == null) {
      throw violations.toProblem();
    }
    return order;
  }

  private Estimate estimate(
      @Nullable String model, PartialOrder asked, Instant receivedAt, Deadline deadline) {
    long entered = enter(deadline);
    try {
      return estimator.estimate(model, List.of(asked), receivedAt, deadline).getFirst();
    } finally {
      door.leave(entered);
    }
  }

  /** Takes one place, and tells the door nothing of how long that many orders took. */
  private List<Estimate> estimateAll(
      @Nullable String model, List<PartialOrder> asked, Instant receivedAt, Deadline deadline) {
    if (asked.isEmpty()) {
      return List.of();
    }
    var _ = enter(deadline);
    try {
      return estimator.estimate(model, asked, receivedAt, deadline);
    } finally {
      door.leaveUnmeasured();
    }
  }

  private long enter(Deadline deadline) {
    long from = ticker.nanos();
    long entered = door.enter(deadline);
    meters.record(Stage.QUEUE, entered - from);
    return entered;
  }

  private ResponseEntity<byte[]> encoded(HttpStatus status, Object answer, boolean degraded) {
    long from = ticker.nanos();
    byte[] body = json.write(answer);
    meters.record(Stage.ENCODE, ticker.nanos() - from);
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
    if (degraded) {
      response.header(DEGRADED, "true");
    }
    return response.body(body);
  }

  /**
   * Milliseconds are what an answer shows, so that arrival minus placing is exactly what it says.
   */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
