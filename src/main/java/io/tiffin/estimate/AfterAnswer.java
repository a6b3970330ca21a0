package io.tiffin.estimate;

import io.tiffin.estimate.ShadowQueue.AnsweredOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of estimates once they are settled: they are remembered until their orders have
 * arrived, their requests are for rehearsals, and the shadow is asked about them. None of that is
 * waited for. Thread-safe.
 */
final class AfterAnswer {

  private final Crowd crowd;
  private final RecentRequests requests;
  private final RecentEstimates recent;
  private final ShadowQueue shadows;

  AfterAnswer(Crowd crowd, RecentRequests requests, RecentEstimates recent, ShadowQueue shadows) {
    this.crowd = crowd;
    this.requests = requests;
    this.recent = recent;
    this.shadows = shadows;
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
}
