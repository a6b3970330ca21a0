package io.tiffin.sizing;

import io.tiffin.sizing.SizingReport.RankedStores;
import io.tiffin.sizing.SizingReport.RefusedStores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Combinations in order: those that are fast enough and within the budget, those over it, those too
 * slow; in each the cheapest first, of equally cheap ones that with fewer tiers.
 */
record Ranking(List<RankedStores> ranked, List<RefusedStores> refused) {

  private static final Comparator<RankedStores> BEST_FIRST =
      Comparator.comparing((RankedStores stores) -> !stores.meetsLatency())
          .thenComparing(RankedStores::overBudget)
          .thenComparingDouble(RankedStores::monthlyCost)
          .thenComparingInt(stores -> stores.tiers().size())
          .thenComparingDouble(RankedStores::readP99Millis)
          .thenComparing(stores -> String.join(",", stores.tiers()));

  static Ranking of(List<Combination> combinations, Workload workload, Terms terms) {
    List<RankedStores> ranked = new ArrayList<>();
    List<RefusedStores> refused = new ArrayList<>();
    for (Combination each : combinations) {
      switch (each.price(workload, terms)) {
        case Combination.Priced.At at -> ranked.add(stores(each, at, workload));
        case Combination.Priced.Not not ->
            refused.add(new RefusedStores(each.tiers(), each.cloud(), not.reason()));
      }
    }
    ranked.sort(BEST_FIRST);
    return new Ranking(numbered(ranked), refused);
  }

  List<RankedStores> best(int most) {
    return ranked.subList(0, Math.min(most, ranked.size()));
  }

  private static RankedStores stores(
      Combination combination, Combination.Priced.At priced, Workload workload) {
    Double budget = workload.budgetPerMonth();
    return new RankedStores(
        0,
        combination.tiers(),
        combination.cloud(),
        priced.monthlyCost(),
        budget != null && priced.monthlyCost() > budget,
        priced.latency().p99Millis() <= workload.latencyMillis(),
        priced.latency().p50Millis(),
        priced.latency().p99Millis(),
        priced.parts(),
        combination.notes());
  }

  private static List<RankedStores> numbered(List<RankedStores> sorted) {
    List<RankedStores> numbered = new ArrayList<>(sorted.size());
    for (RankedStores stores : sorted) {
      numbered.add(
          new RankedStores(
              numbered.size() + 1,
              stores.tiers(),
              stores.cloud(),
              stores.monthlyCost(),
              stores.overBudget(),
              stores.meetsLatency(),
              stores.readP50Millis(),
              stores.readP99Millis(),
              stores.parts(),
              stores.notes()));
    }
    return numbered;
  }
}
