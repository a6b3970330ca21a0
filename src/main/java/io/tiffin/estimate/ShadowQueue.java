package io.tiffin.estimate;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.EstimationPlan.ModelRung;
import io.tiffin.estimate.RecentEstimate.Said;
import io.tiffin.estimate.VersionMeters.ShadowMeters;
import io.tiffin.serving.FeatureRequest;
import io.tiffin.serving.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Orders that were answered and wait for the shadow to be asked about them, by a thread that calls
 * {@link #askNext}. Few wait, and in a crowd none is asked: what nobody waits for is dropped first.
 * Thread-safe.
 */
final class ShadowQueue {

  private final LadderClimb climb;
  private final Crowd crowd;
  private final EstimateProperties times;
  private final Ticker ticker;
  private final BlockingQueue<Answered> waiting = new LinkedBlockingQueue<>(); // bounded by room
  private final AtomicInteger room;

  ShadowQueue(LadderClimb climb, Crowd crowd, EstimateProperties times, Ticker ticker) {
    this.climb = climb;
    this.crowd = crowd;
    this.times = times;
    this.ticker = ticker;
    this.room = new AtomicInteger(times.shadowQueue());
  }

  /**
   * An order that was answered.
   *
   * @param recent where what the shadow says of it is remembered; null if nowhere
   */
  record AnsweredOrder(Draft draft, Estimate told, @Nullable RecentEstimate recent) {}

  private record Answered(Rung shadow, ModelRung model, List<AnsweredOrder> orders) {}

  /** Takes in as many of a request's orders as there is room for; never waits. */
  void offer(Rung shadow, List<AnsweredOrder> orders) {
    ModelRung model = shadow.model();
    if (model == null) {
      return;
    }
    int taken = take(orders.size());
    if (taken > 0) {
      waiting.add(new Answered(shadow, model, orders.subList(0, taken)));
    }
    if (taken < orders.size()) {
      model.meters().shadow().dropped().increment(orders.size() - taken);
    }
  }

  private int take(int wanted) {
    int before = room.getAndUpdate(free -> free - Math.min(free, wanted));
    return Math.min(before, wanted);
  }

  /** Asks the shadow about the orders of one request; waits until there are some. */
  void askNext() throws InterruptedException {
    Answered next = waiting.take();
    try {
      ask(next);
    } finally {
      room.addAndGet(next.orders().size());
    }
  }

  /** How many orders wait or are being asked about. */
  int waiting() {
    return times.shadowQueue() - room.get();
  }

  private void ask(Answered next) {
    ShadowMeters meters = next.model().meters().shadow();
    if (crowd.isDense() || !next.shadow().enter()) {
      meters.dropped().increment(next.orders().size());
      return;
    }
    try {
      compare(next, drafts(next), meters);
    } finally {
      next.shadow().exit();
    }
  }

  private List<Draft> drafts(Answered next) {
    Deadline deadline = Deadline.in(times.deadline(), ticker);
    List<Draft> drafts = new ArrayList<>(next.orders().size());
    List<FeatureRequest> requests = new ArrayList<>(next.orders().size());
    List<FeatureVector> features = new ArrayList<>(next.orders().size());
    boolean shared = true;
    for (AnsweredOrder order : next.orders()) {
      Draft answered = order.draft();
      FeatureRequest request =
          UncountedRequest.of(answered.request(), answered.request().receivedAt());
      requests.add(request);
      features.add(answered.features());
      drafts.add(new Draft(answered.order(), request));
      shared &= next.shadow().plan().sharesFeatures(answered.rung().plan());
    }
    climb.ask(
        next.shadow(),
        drafts,
        shared ? features : climb.lookUp(next.shadow().plan(), requests, deadline),
        deadline);
    return drafts;
  }

  private static void compare(Answered next, List<Draft> drafts, ShadowMeters meters) {
    for (int at = 0; at < drafts.size(); at++) {
      AnsweredOrder order = next.orders().get(at);
      Prediction said = drafts.get(at).told();
      if (said == null) {
        boolean crowded = drafts.get(at).latest() == EstimateOutcome.OVERLOADED;
        (crowded ? meters.dropped() : meters.failed()).increment();
      } else {
        meters.differs(said.minutes().p50(), order.told().minutes().p50());
        RecentEstimate recent = order.recent();
        if (recent != null) {
          recent.shadowed(new Said(next.shadow().answeredBy(), said.minutes()));
        }
      }
    }
  }
}
