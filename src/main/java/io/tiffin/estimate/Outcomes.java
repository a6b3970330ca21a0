package io.tiffin.estimate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.RecentEstimate.Said;
import io.tiffin.event.EventType;
import io.tiffin.event.OrderJourney;
import io.tiffin.serving.OrderJourneys;
import io.tiffin.serving.OrderJourneys.Found;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds recent estimates against what happened: as apps tell it, and as the journeys of delivered
 * orders do, which {@link #look} finds in the source of truth, whoever wrote them there.
 * Thread-safe.
 *
 * <p>{@code tiffin.outcomes{from,matched}}: outcomes that were told by apps ({@code app}), or found
 * in journeys ({@code journey}; one that was given up counts as not matched).
 */
public final class Outcomes {

  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  /** Orders that are looked for at a time. Chosen: a batch that every store takes in one call. */
  static final int MOST_AT_ONCE = 100;

  /** Chosen: nobody waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** While the source of truth does not answer. Chosen. */
  private static final Duration UNTIL_IT_ANSWERS = Duration.ofSeconds(30);

  /**
   * How long after each look in vain the next one is. Chosen: the first look is when four orders in
   * five should have arrived, the last an hour later.
   */
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMinutes(2),
          Duration.ofMinutes(4),
          Duration.ofMinutes(8),
          Duration.ofMinutes(16),
          Duration.ofMinutes(32));

  private static final double MILLIS_PER_MINUTE = 60_000;

  private final RecentEstimates recent;
  private final RecentErrors errors;
  private final OrderJourneys journeys;
  private final Supplier<Set<String>> models;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Counter toldMatched;
  private final Counter toldUnknown;
  private final Counter foundMatched;
  private final Counter foundGivenUp;

  Outcomes(
      RecentEstimates recent,
      RecentErrors errors,
      OrderJourneys journeys,
      Supplier<Set<String>> models,
      MeterRegistry registry,
      InstantSource clock,
      Ticker ticker) {
    this.recent = recent;
    this.errors = errors;
    this.journeys = journeys;
    this.models = models;
    this.clock = clock;
    this.ticker = ticker;
    toldMatched = counter(registry, "app", true);
    toldUnknown = counter(registry, "app", false);
    foundMatched = counter(registry, "journey", true);
    foundGivenUp = counter(registry, "journey", false);
  }

  /**
   * An order was delivered.
   *
   * @return whether a recent estimate of this process was of that order
   */
  public boolean delivered(String orderId, Instant at) {
    List<RecentEstimate> taken = recent.takeOrder(orderId, models.get());
    for (RecentEstimate estimate : taken) {
      hold(estimate, minutes(estimate.placedAt(), at));
    }
    return told(!taken.isEmpty());
  }

  /**
   * The delivery that an estimate was of took so many minutes from its {@code placedAt}.
   *
   * @return whether the estimate is a recent one of this process
   */
  public boolean took(String estimateId, double minutes) {
    RecentEstimate estimate = recent.take(estimateId);
    if (estimate != null) {
      hold(estimate, minutes);
    }
    return told(estimate != null);
  }

  private boolean told(boolean matched) {
    (matched ? toldMatched : toldUnknown).increment();
    return matched;
  }

  /** Looks for orders that should have arrived by now: one call of the store at most. */
  void look() {
    Instant now = clock.instant();
    List<RecentEstimate> due = recent.due(now, MOST_AT_ONCE);
    if (due.isEmpty()) {
      return;
    }
    List<String> orders = new ArrayList<>(due.size());
    due.forEach(estimate -> orders.add(String.valueOf(estimate.orderId())));
    List<Found> found = journeys.findAll(orders, Deadline.in(PATIENCE, ticker));
    for (int at = 0; at < due.size(); at++) {
      settle(due.get(at), found.get(at), now);
    }
  }

  private void settle(RecentEstimate estimate, Found found, Instant now) {
    switch (found) {
      case Found.Known(OrderJourney journey, boolean _) -> settle(estimate, journey, now);
      case Found.Unknown _ -> lookAgain(estimate, now);
      case Found.Unavailable(String reason, @Nullable Throwable cause) -> {
        LOG.debug("Whether an order has arrived can't be told now: {}", reason, cause);
        recent.postpone(estimate, now.plus(UNTIL_IT_ANSWERS));
      }
    }
  }

  private void settle(RecentEstimate estimate, OrderJourney journey, Instant now) {
    if (journey.has(EventType.ORDER_DELIVERED)) {
      if (recent.take(estimate)) {
        foundMatched.increment();
        hold(
            estimate, minutes(placedAt(estimate, journey), at(journey, EventType.ORDER_DELIVERED)));
      }
    } else if (journey.isOver()) {
      var _ = recent.take(estimate); // cancelled: nothing arrived
    } else {
      lookAgain(estimate, now);
    }
  }

  private void lookAgain(RecentEstimate estimate, Instant now) {
    recent.lookAgain(estimate, now, WAITS);
    if (!estimate.isOpen()) {
      foundGivenUp.increment();
    }
  }

  /** Customers may take their time between the estimate and the order. */
  private static Instant placedAt(RecentEstimate estimate, OrderJourney journey) {
    return journey.has(EventType.ORDER_PLACED)
        ? at(journey, EventType.ORDER_PLACED)
        : estimate.placedAt();
  }

  private static Instant at(OrderJourney journey, EventType stage) {
    return Instant.EPOCH.plus(journey.stageMicros(stage), ChronoUnit.MICROS);
  }

  private static double minutes(Instant placed, Instant delivered) {
    return placed.until(delivered, ChronoUnit.MILLIS) / MILLIS_PER_MINUTE;
  }

  /** A delivery that took no time, or more than an estimate can say, says nothing about models. */
  private void hold(RecentEstimate estimate, double actual) {
    if (!(actual > 0 && actual <= DeliveryMinutes.MOST)) {
      return;
    }
    errors.record(estimate.told().by(), estimate.told().minutes(), actual);
    Said shadow = estimate.shadow();
    if (shadow != null) {
      errors.record(shadow.by(), shadow.minutes(), actual);
    }
  }

  private static Counter counter(MeterRegistry registry, String from, boolean matched) {
    return Counter.builder("tiffin.outcomes")
        .description("What became of orders, by who told it and whether an estimate was remembered")
        .tag("from", from)
        .tag("matched", String.valueOf(matched))
        .register(registry);
  }
}
