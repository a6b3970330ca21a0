package io.tiffin.sizing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a sizing, as it is answered and printed.
 *
 * @param pricesAsOf when the prices were known, a date
 * @param currency of every cost and budget
 * @param views in the catalogue's order
 */
public record SizingReport(String pricesAsOf, String currency, List<ViewSizing> views) {

  /**
   * One view.
   *
   * @param asked what it was sized by, defaults included
   * @param ranking the best first: those fast enough and within the budget, then those over it,
   *     then the slow ones; by cost in each
   * @param refused what cannot carry it at all
   */
  public record ViewSizing(
      String view, Asked asked, List<RankedStores> ranking, List<RefusedStores> refused) {}

  /**
   * What a view was sized by.
   *
   * @param nearHitRate absent if it was derived, for each combination its own
   * @param budgetPerMonth absent if there is none
   */
  public record Asked(
      long rows,
      long bytesPerRow,
      double readsPerSecond,
      double changesPerSecond,
      long clients,
      double latencyMillis,
      double hitRate,
      @Nullable Double nearHitRate,
      double hotShare,
      @Nullable Double budgetPerMonth) {

    static Asked of(Workload workload) {
      return new Asked(
          workload.rows(),
          workload.bytesPerRow(),
          workload.readsPerSecond(),
          workload.changesPerSecond(),
          workload.clients(),
          workload.latencyMillis(),
          workload.hitRate(),
          workload.nearHitRate(),
          workload.hotShare(),
          workload.budgetPerMonth());
    }
  }

  /**
   * A combination with its price.
   *
   * @param rank from 1
   * @param tiers nearest first
   * @param meetsLatency whether 99 of 100 look-ups are fast enough
   * @param parts one per tier
   * @param notes what to know beside the price
   */
  public record RankedStores(
      int rank,
      List<String> tiers,
      String cloud,
      double monthlyCost,
      boolean overBudget,
      boolean meetsLatency,
      double readP50Millis,
      double readP99Millis,
      List<StorePart> parts,
      List<String> notes) {}

  /** A combination that cannot carry the view, and why. */
  public record RefusedStores(List<String> tiers, String cloud, String reason) {}
}
