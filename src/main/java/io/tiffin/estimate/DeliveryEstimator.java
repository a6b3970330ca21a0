package io.tiffin.estimate;

import io.tiffin.batching.Deadline;
import io.tiffin.event.OrderJourney;
import io.tiffin.serving.FeatureRequest;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers when orders will arrive, every time: features from wherever they are to be had in time,
 * then the version of the model that is to answer, then those below it, then, if none can answer in
 * time or at all, the physical baseline. Thread-safe.
 */
public final class DeliveryEstimator {

  private final Ladders ladders;
  private final LadderClimb climb;
  private final EstimateIds ids;
  private final EstimateProperties times;
  private final EstimateMeters meters;
  private final Traces traces;
  private final AfterAnswer after;

  DeliveryEstimator(
      Ladders ladders,
      LadderClimb climb,
      EstimateIds ids,
      EstimateProperties times,
      EstimateMeters meters,
      Traces traces,
      AfterAnswer after) {
    this.ladders = ladders;
    this.climb = climb;
    this.ids = ids;
    this.times = times;
    this.meters = meters;
    this.traces = traces;
    this.after = after;
  }

  /** The names of the models that can be asked for, in order. */
  public Set<String> models() {
    return ladders.names();
  }

  /** Estimates orders by the model that answers whoever asks for none by name. */
  public List<Estimate> estimate(List<PartialOrder> orders, Instant receivedAt, Deadline deadline) {
    return estimate(null, orders, receivedAt, deadline);
  }

  /**
   * Estimates orders with one look-up and one call of the model for all that one version answers.
   *
   * @param model the name of one of {@link #models}; null for the one that answers whoever asks for
   *     none. If there is none of that name any more, the baseline answers
   * @param orders any number, at least one
   * @param receivedAt when they were asked about
   * @param deadline when the answer is due; past it already, everything stands on defaults and the
   *     baseline
   * @return one estimate per order, in order; a store or model that fails shows in the estimates,
   *     it is never an exception
   */
  public List<Estimate> estimate(
      @Nullable String model, List<PartialOrder> orders, Instant receivedAt, Deadline deadline) {
    after.begin();
    Ladder ladder = ladders.entered(model);
    try {
      List<Draft> drafts = drafts(ladder, orders, receivedAt, deadline);
      List<Estimate> estimates = new ArrayList<>(drafts.size());
      for (Draft draft : drafts) {
        estimates.add(settle(draft, receivedAt));
      }
      tell(estimates);
      after.answered(ladder, drafts, estimates);
      return estimates;
    } finally {
      ladder.exit();
      after.end();
    }
  }

  /**
   * Estimates an order on its way: as if it were placed now, and what is left of that.
   *
   * @param isCertain whether the journey is known to be the newest
   */
  OrderEstimate estimate(
      PartialOrder order,
      OrderJourney journey,
      OrderProgress progress,
      boolean isCertain,
      Instant receivedAt,
      Deadline deadline) {
    after.begin();
    Ladder ladder = ladders.entered(null);
    try {
      Draft draft = drafts(ladder, List.of(order), receivedAt, deadline).getFirst();
      Estimate whole = settle(draft, receivedAt);
      Outlook outlook = Outlook.of(whole.minutes(), whole.legs(), whole.features());
      TimeLeft timeLeft = draft.isTold() ? draft.rung().plan().timeLeft() : TimeLeft.byFormula();
      TimeLeft.Left left = timeLeft.left(progress, outlook);
      return new OrderEstimate(
          whole,
          journey,
          progress,
          left.minutes(),
          LeftByFormula.legs(left.minutes().p50(), progress, outlook),
          left.learnt(),
          whole.degraded() || !isCertain);
    } finally {
      ladder.exit();
      after.end();
    }
  }

  /** What the request came to, in its own span: of many orders, who made the first. */
  private void tell(List<Estimate> estimates) {
    Span request = traces.current();
    if (request.isTold() && !estimates.isEmpty()) {
      AnsweredBy by = estimates.getFirst().answeredBy();
      request
          .tag("tiffin.orders", estimates.size())
          .tag("tiffin.model.name", by.name())
          .tag("tiffin.model.version", by.version())
          .tag("tiffin.model.role", by.role().name().toLowerCase(Locale.ROOT))
          .tag("tiffin.degraded", estimates.stream().anyMatch(Estimate::degraded));
    }
  }

  private List<Draft> drafts(
      Ladder ladder, List<PartialOrder> orders, Instant receivedAt, Deadline deadline) {
    List<Draft> drafts = new ArrayList<>(orders.size());
    for (PartialOrder order : orders) {
      drafts.add(new Draft(order, request(order, receivedAt)));
    }
    climb.climb(ladder, drafts, LadderClimb.before(deadline, times.answerReserve(), 10));
    return drafts;
  }

  private static FeatureRequest request(PartialOrder order, Instant receivedAt) {
    return new FeatureRequest(
        order.restaurantId(),
        order.dropoff(),
        order.placedAt(),
        receivedAt,
        order.itemsTotal(),
        order.itemsDistinct(),
        order.subtotalCents(),
        order.given(),
        null);
  }

  private Estimate settle(Draft draft, Instant receivedAt) {
    EstimationPlan plan = draft.rung().plan();
    AnsweredBy by = draft.answeredBy();
    boolean degraded = by.role().isDegraded() || EstimationPlan.hasFault(draft.features());
    count(draft, by, degraded);
    plan.countDefaults(draft.features());
    Prediction said = draft.told();
    Prediction told = said == null ? plan.baseline().predict(draft.features()) : said;
    return new Estimate(
        ids.next(),
        draft.order(),
        receivedAt,
        told.minutes(),
        told.legs(),
        by,
        degraded,
        draft.features(),
        plan.asked());
  }

  private void count(Draft draft, AnsweredBy by, boolean degraded) {
    EstimationPlan.ModelRung model = draft.rung().model();
    VersionMeters version = draft.isTold() && model != null ? model.meters() : meters.physical();
    version.count(by.role(), draft.outcome());
    if (degraded) {
      meters.countDegraded();
    }
  }
}
