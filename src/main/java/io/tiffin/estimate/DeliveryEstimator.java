package io.tiffin.estimate;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.EstimationPlan.ModelRung;
import io.tiffin.event.OrderJourney;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeatureRequest;
import io.tiffin.serving.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers when orders will arrive, every time: features from wherever they are to be had in time,
 * then the served model, then, if it can't answer in time or at all, the physical baseline.
 * Thread-safe.
 */
public final class DeliveryEstimator {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryEstimator.class);

  private final FeatureAssembly assembly;
  private final ServedPlan served;
  private final EstimateIds ids;
  private final EstimateProperties times;
  private final EstimateMeters meters;
  private final Ticker ticker;

  DeliveryEstimator(
      FeatureAssembly assembly,
      ServedPlan served,
      EstimateIds ids,
      EstimateProperties times,
      EstimateMeters meters,
      Ticker ticker) {
    this.assembly = assembly;
    this.served = served;
    this.ids = ids;
    this.times = times;
    this.meters = meters;
    this.ticker = ticker;
  }

  /**
   * Estimates orders with one look-up and one call of the model for all of them.
   *
   * @param orders any number, at least one
   * @param receivedAt when they were asked about
   * @param deadline when the answer is due; past it already, everything stands on defaults and the
   *     baseline
   * @return one estimate per order, in order; a store or model that fails shows in the estimates,
   *     it is never an exception
   */
  public List<Estimate> estimate(List<PartialOrder> orders, Instant receivedAt, Deadline deadline) {
    return estimate(served.current(), orders, receivedAt, deadline);
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
    EstimationPlan plan = served.current();
    Estimate whole = estimate(plan, List.of(order), receivedAt, deadline).getFirst();
    Outlook outlook = Outlook.of(whole.minutes(), whole.legs(), whole.features());
    boolean isFallback = whole.answeredBy().role() == AnsweredBy.Role.FALLBACK;
    TimeLeft timeLeft = isFallback ? TimeLeft.byFormula() : plan.timeLeft();
    TimeLeft.Left left = timeLeft.left(progress, outlook);
    return new OrderEstimate(
        whole,
        journey,
        progress,
        left.minutes(),
        LeftByFormula.legs(left.minutes().p50(), progress, outlook),
        left.learnt(),
        whole.degraded() || !isCertain);
  }

  private List<Estimate> estimate(
      EstimationPlan plan, List<PartialOrder> orders, Instant receivedAt, Deadline deadline) {
    Deadline answer = before(deadline, times.answerReserve(), 10);
    List<FeatureVector> features = lookUp(plan, orders, receivedAt, answer);
    Inference inference = infer(plan.rung(), features, answer);
    List<Estimate> estimates = new ArrayList<>(orders.size());
    for (int row = 0; row < features.size(); row++) {
      estimates.add(settle(plan, orders.get(row), receivedAt, features.get(row), inference, row));
    }
    return estimates;
  }

  private List<FeatureVector> lookUp(
      EstimationPlan plan, List<PartialOrder> orders, Instant receivedAt, Deadline answer) {
    long from = ticker.nanos();
    List<FeatureRequest> requests = new ArrayList<>(orders.size());
    for (PartialOrder order : orders) {
      requests.add(request(order, receivedAt));
    }
    Deadline lookUp = plan.rung() == null ? answer : before(answer, times.modelReserve(), 2);
    List<FeatureVector> features = assembly.assemble(plan.features(), requests, lookUp);
    meters.record(Stage.LOOK_UP, ticker.nanos() - from);
    return features;
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

  private @Nullable Inference infer(
      @Nullable ModelRung rung, List<FeatureVector> features, Deadline deadline) {
    if (rung == null) {
      return null;
    }
    long from = ticker.nanos();
    Inference inference = rung.model().run(rung.columns().examples(features), deadline);
    meters.record(Stage.INFERENCE, ticker.nanos() - from);
    if (inference instanceof Failed(Inference.Reason reason, String message, Throwable cause)) {
      LOG.debug("The model did not answer ({}): {}", reason, message, cause);
    }
    return inference;
  }

  private Estimate settle(
      EstimationPlan plan,
      PartialOrder order,
      Instant receivedAt,
      FeatureVector features,
      @Nullable Inference inference,
      int row) {
    ModelRung rung = plan.rung();
    Prediction believed =
        rung != null && inference instanceof Answered answered
            ? rung.answers().prediction(answered, row, features, plan.baseline())
            : null;
    boolean degraded = believed == null || EstimationPlan.hasFault(features);
    meters.count(believed == null ? whyNot(inference) : EstimateOutcome.MODEL, degraded);
    plan.countDefaults(features);
    Prediction told = believed == null ? plan.baseline().predict(features) : believed;
    return new Estimate(
        ids.next(),
        order,
        receivedAt,
        told.minutes(),
        told.legs(),
        believed == null || rung == null ? AnsweredBy.PHYSICAL : rung.answeredBy(),
        degraded,
        features,
        plan.asked());
  }

  private static EstimateOutcome whyNot(@Nullable Inference inference) {
    return switch (inference) {
      case null -> EstimateOutcome.NO_MODEL;
      case Answered ignored -> EstimateOutcome.IMPLAUSIBLE;
      case Failed failed -> EstimateOutcome.of(failed.reason());
    };
  }

  /**
   * The deadline with {@code reserve} taken off, at most one part in {@code share} of what is left.
   */
  private static Deadline before(Deadline deadline, Duration reserve, int share) {
    long mostNanos = Math.max(0, deadline.remainingNanos() / share);
    long nanos = Math.min(reserve.toNanos(), mostNanos);
    return new Deadline(deadline.atNanos() - nanos, deadline.ticker());
  }
}
