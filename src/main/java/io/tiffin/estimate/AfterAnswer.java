package io.tiffin.estimate;

import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.estimate.ShadowQueue.AnsweredOrder;
import io.tiffin.quality.InputWatch;
import io.tiffin.quality.InputWatches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of estimates once they are settled: they are remembered until their orders have
 * arrived, their requests are for rehearsals, what their model was asked with is counted, and the
 * shadow is asked about them. None of that is waited for. Thread-safe.
 */
final class AfterAnswer {

  private final Crowd crowd;
  private final RecentRequests requests;
  private final RecentEstimates recent;
  private final ShadowQueue shadows;
  private final InputWatches watches;

  AfterAnswer(
      Crowd crowd,
      RecentRequests requests,
      RecentEstimates recent,
      ShadowQueue shadows,
      InputWatches watches) {
    this.crowd = crowd;
    this.requests = requests;
    this.recent = recent;
    this.shadows = shadows;
    this.watches = watches;
  }

  /** A request begins to be estimated; {@link #end} must follow. */
  void begin() {
    crowd.enter();
  }

  void end() {
    crowd.leave();
  }

  /** A request's orders are answered, one estimate per draft. */
  void answered(Ladder ladder, List<Draft> drafts, List<Estimate> estimates) {
    String model = ladder.versions().name();
    Rung shadow = ladder.shadow();
    requests.add(drafts.getFirst().request());
    watch(ladder.inputs(), drafts);
    if (shadow == null) {
      for (int at = 0; at < estimates.size(); at++) {
        var _ = recent.add(estimates.get(at), model);
      }
      return;
    }
    List<AnsweredOrder> orders = new ArrayList<>(estimates.size());
    for (int at = 0; at < estimates.size(); at++) {
      Estimate told = estimates.get(at);
      orders.add(new AnsweredOrder(drafts.get(at), told, recent.add(told, model)));
    }
    shadows.offer(shadow, orders);
  }

  /** Whatever the stable version said to it, or did not in time. */
  private void watch(@Nullable InputWatch inputs, List<Draft> drafts) {
    if (inputs == null) {
      return;
    }
    for (int at = 0; at < drafts.size(); at++) {
      Draft draft = drafts.get(at);
      if (draft.rung().answeredBy().role() == Role.STABLE) {
        watches.count(inputs, draft.features());
      }
    }
  }
}
