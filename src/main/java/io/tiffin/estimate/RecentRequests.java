package io.tiffin.estimate;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.EstimationPlan.ModelRung;
import io.tiffin.model.Inference;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Rehearsal;
import io.tiffin.serving.FeatureRequest;
import io.tiffin.serving.FeatureVector;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few of the last requests, to be replayed against versions that do not serve yet. Thread-safe.
 *
 * <p>What is kept is what features are looked up by: restaurant, drop-off, items, and what the
 * caller knew better. Not whose order it is; in memory only.
 */
final class RecentRequests implements Rehearsal {

  /** A power of two. Chosen: restaurants, zones and hours of many kinds, in a few kilobytes. */
  private static final int REQUESTS = 64;

  private final AtomicReferenceArray<@Nullable FeatureRequest> requests =
      new AtomicReferenceArray<>(REQUESTS);
  private final AtomicInteger next = new AtomicInteger();
  private final Ladders ladders;
  private final LadderClimb climb;
  private final EstimateProperties times;
  private final InstantSource clock;
  private final Ticker ticker;

  RecentRequests(
      Ladders ladders,
      LadderClimb climb,
      EstimateProperties times,
      InstantSource clock,
      Ticker ticker) {
    this.ladders = ladders;
    this.climb = climb;
    this.times = times;
    this.clock = clock;
    this.ticker = ticker;
  }

  void add(FeatureRequest request) {
    requests.lazySet(next.getAndIncrement() & (REQUESTS - 1), request);
  }

  @Override
  public int rehearse(LoadedVersion version, int calls) {
    List<FeatureRequest> remembered = remembered();
    EstimationPlan plan = ladders.rehearsal(version);
    ModelRung rung = plan == null ? null : plan.rung();
    if (plan == null || rung == null || remembered.isEmpty() || !version.enter()) {
      return 0;
    }
    try {
      int answered = 0;
      for (int call = 0; call < calls && !Thread.currentThread().isInterrupted(); call++) {
        answered += replay(remembered.get(call % remembered.size()), plan, rung) ? 1 : 0;
      }
      return answered;
    } finally {
      version.exit();
    }
  }

  private boolean replay(FeatureRequest request, EstimationPlan plan, ModelRung rung) {
    Deadline deadline = Deadline.in(times.deadline(), ticker);
    List<FeatureVector> features =
        climb.lookUp(plan, List.of(UncountedRequest.of(request, clock.instant())), deadline);
    return rung.version().model().run(rung.columns().examples(features), deadline)
        instanceof Inference.Answered;
  }

  private List<FeatureRequest> remembered() {
    List<FeatureRequest> remembered = new ArrayList<>(REQUESTS);
    for (int at = 0; at < REQUESTS; at++) {
      FeatureRequest request = requests.get(at);
      if (request != null) {
        remembered.add(request);
      }
    }
    return remembered;
  }
}
