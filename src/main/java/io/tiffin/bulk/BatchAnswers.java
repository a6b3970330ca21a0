package io.tiffin.bulk;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.bulk.AnsweredBatch.Refusal;
import io.tiffin.bulk.OrderLine.Reading;
import io.tiffin.estimate.Estimate;
import io.tiffin.estimate.PartialOrder;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads, estimates and writes a batch of lines. Thread-safe. */
final class BatchAnswers {

  private final OrderFiles files;
  private final BatchEstimator estimator;
  private final BulkProperties settings;
  private final InstantSource clock;
  private final Ticker ticker;

  BatchAnswers(
      OrderFiles files,
      BatchEstimator estimator,
      BulkProperties settings,
      InstantSource clock,
      Ticker ticker) {
    this.files = files;
    this.estimator = estimator;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * @param first the place of the batch's first line among the answers, from 0
   */
  AnsweredBatch answer(List<OrderLine> batch, long first) {
    // milliseconds are what an answer shows, as over HTTP
    Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Reading> read = new ArrayList<>(batch.size());
    List<PartialOrder> orders = new ArrayList<>(batch.size());
    for (OrderLine line : batch) {
      Reading reading = line.read(receivedAt);
      read.add(reading);
      if (reading instanceof Reading.Order(PartialOrder order)) {
        orders.add(order);
      }
    }
    return written(batch, read, estimate(orders, receivedAt).iterator(), first);
  }

  /** The least degraded of some tries: what was cold or late for one is warm for the next. */
  private List<Estimate> estimate(List<PartialOrder> orders, Instant receivedAt) {
    if (orders.isEmpty()) {
      return List.of();
    }
    List<Estimate> best = ask(orders, receivedAt);
    for (int tries = 1; tries < settings.tries() && degraded(best) > 0; tries++) {
      List<Estimate> again = ask(orders, receivedAt);
      best = degraded(again) < degraded(best) ? again : best;
    }
    return best;
  }

  private List<Estimate> ask(List<PartialOrder> orders, Instant receivedAt) {
    return estimator.estimate(orders, receivedAt, Deadline.in(settings.deadline(), ticker));
  }

  private static long degraded(List<Estimate> estimates) {
    return estimates.stream().filter(Estimate::degraded).count();
  }

  private AnsweredBatch written(
      List<OrderLine> batch, List<Reading> read, Iterator<Estimate> estimates, long first) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Tally tally = new Tally();
    List<Refusal> refusals = new ArrayList<>();
    for (int at = 0; at < batch.size(); at++) {
      switch (read.get(at)) {
        case Reading.Order _ -> {
          Estimate estimate = estimates.next();
          tally.count(estimate);
          lines.writeBytes(files.write(estimate, settings.explain()));
        }
        case Reading.Refused refused -> {
          tally.countRefused();
          refusals.add(new Refusal(batch.get(at).number(), refused.reason()));
          lines.writeBytes(refused.answer().apply(first + at));
        }
      }
      lines.write('\n');
    }
    return new AnsweredBatch(lines.toByteArray(), tally, refusals);
  }
}
