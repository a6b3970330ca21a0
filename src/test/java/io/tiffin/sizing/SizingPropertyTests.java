package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.sizing.Combination.Priced;
import io.tiffin.sizing.SizingReport.RankedStores;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold for any workload, on seeded random ones. */
class SizingPropertyTests {

  private static final int TRIALS = 100 * Integer.getInteger("tiffin.test.scale", 1);

  private static final PriceList PRICES = Prices.product();
  private static final List<Combination> COMBINATIONS = Combination.of(PRICES);

  private final Random random = new Random(20_261_127);

  /** What is made larger, and costs more then. */
  enum More {
    ROWS,
    READS,
    CHANGES;

    Workload of(Workload less, double times) {
      double rows = this == ROWS ? times : 1;
      double reads = this == READS ? times : 1;
      double changes = this == CHANGES ? times : 1;
      return with(
          less,
          (long) (less.rows() * rows),
          less.readsPerSecond() * reads,
          less.changesPerSecond() * changes);
    }
  }

  @ParameterizedTest
  @EnumSource(More.class)
  void moreNeverCostsLess(More more) {
    for (int trial = 0; trial < TRIALS; trial++) {
      Workload less = workload(null);
      Workload larger = more.of(less, 1 + random.nextDouble(5));
      for (Combination each : COMBINATIONS) {
        if (each.price(less, PRICES.terms()) instanceof Priced.At cheap
            && each.price(larger, PRICES.terms()) instanceof Priced.At dear) {
          assertThat(dear.monthlyCost())
              .as("%s for %s, then %s", each.tiers(), less, larger)
              .isGreaterThanOrEqualTo(cheap.monthlyCost());
        }
      }
    }
  }

  @Test
  void everyPriceIsANumberAndTheSumOfItsParts() {
    for (int trial = 0; trial < TRIALS; trial++) {
      for (RankedStores stores : rank(workload(null)).ranked()) {
        double sum = stores.parts().stream().mapToDouble(StorePart::monthlyCost).sum();

        assertThat(stores.monthlyCost()).isFinite().isNotNegative().isEqualTo(Amount.cents(sum));
        assertThat(stores.parts()).extracting(StorePart::store).isEqualTo(stores.tiers());
        assertThat(stores.parts())
            .allSatisfy(part -> {
              assertThat(part.units()).isNotNegative();
              assertThat(part.readsPerSecond()).isFinite().isNotNegative();
              assertThat(part.writesPerSecond()).isFinite().isNotNegative();
              assertThat(part.why()).doesNotContain("NaN").doesNotContain("Infinity");
            });
      }
    }
  }

  @Test
  void aCombinationIsOverTheBudgetExactlyIfItCostsMore() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Workload free = workload(null);
      List<RankedStores> unbound = rank(free).ranked();
      double budget =
          unbound.isEmpty() ? 0 : unbound.get(random.nextInt(unbound.size())).monthlyCost();
      Workload bound = workload(free, budget);

      assertThat(unbound).noneMatch(RankedStores::overBudget);
      assertThat(rank(bound).ranked())
          .hasSameSizeAs(unbound)
          .allSatisfy(
              stores -> assertThat(stores.overBudget()).isEqualTo(stores.monthlyCost() > budget));
    }
  }

  @Test
  void theFastAndAffordableComeFirstAndTheCheapestOfThemBeforeAll() {
    for (int trial = 0; trial < TRIALS; trial++) {
      List<RankedStores> ranked = rank(workload(random.nextDouble(5_000))).ranked();

      for (int at = 1; at < ranked.size(); at++) {
        RankedStores before = ranked.get(at - 1);
        RankedStores after = ranked.get(at);
        assertThat(after.rank()).isEqualTo(at + 1);
        assertThat(group(before)).isLessThanOrEqualTo(group(after));
        if (group(before) == group(after)) {
          assertThat(before.monthlyCost()).isLessThanOrEqualTo(after.monthlyCost());
        }
      }
    }
  }

  @Test
  void everyCombinationIsRankedOrRefusedWithAReason() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Ranking ranking = rank(workload(null));

      assertThat(ranking.ranked().size() + ranking.refused().size()).isEqualTo(COMBINATIONS.size());
      assertThat(ranking.refused())
          .allSatisfy(refused -> assertThat(refused.reason()).isNotBlank());
    }
  }

  @Test
  void aCacheThatAnswersAllLeavesTheSourceOnlyTheWrites() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Workload some = workload(null);
      Workload all = withHits(some, 1, null);
      for (RankedStores stores : rank(all).ranked()) {
        StorePart source = stores.parts().getLast();
        if (hasSharedCache(stores)) {
          assertThat(source.readsPerSecond())
              .isEqualTo(readsForWrites(stores) * all.changesPerSecond());
        }
        assertThat(source.writesPerSecond()).isEqualTo(all.changesPerSecond());
      }
    }
  }

  @Test
  void aNearCacheThatAnswersAllLeavesNobodyAnyRead() {
    Workload all = withHits(workload(null), 0.5, 1.0);

    assertThat(rank(all).ranked())
        .filteredOn(stores -> stores.tiers().getFirst().equals("near-cache"))
        .isNotEmpty()
        .allSatisfy(stores ->
            assertThat(stores.parts().getLast().readsPerSecond())
                .isEqualTo(readsForWrites(stores) * all.changesPerSecond()));
  }

  private static boolean hasSharedCache(RankedStores stores) {
    List<String> caches = stores.tiers().subList(0, stores.tiers().size() - 1);
    return caches.stream().anyMatch(tier -> !tier.equals("near-cache"));
  }

  /** Reads of the source that a write of ours causes. */
  private static double readsForWrites(RankedStores stores) {
    return PRICES.offers().stream()
        .filter(offer -> offer.product().equals(stores.parts().getLast().product()))
        .findFirst()
        .orElseThrow()
        .readsPerWrite();
  }

  private static int group(RankedStores stores) {
    return (stores.meetsLatency() ? 0 : 2) + (stores.overBudget() ? 1 : 0);
  }

  private static Ranking rank(Workload workload) {
    return Ranking.of(COMBINATIONS, workload, PRICES.terms());
  }

  private Workload workload(@Nullable Double budget) {
    return new Workload(
        (long) logUniform(1, 1e9),
        (long) logUniform(10, 100_000),
        random.nextInt(10) == 0 ? 0 : logUniform(0.01, 1e6),
        random.nextInt(10) == 0 ? 0 : logUniform(0.01, 1e5),
        (long) logUniform(1, 5_000),
        logUniform(0.1, 100),
        random.nextInt(5) == 0 ? 1 : random.nextDouble(),
        random.nextBoolean() ? null : random.nextDouble(),
        0.01 + random.nextDouble(0.99),
        budget);
  }

  private double logUniform(double least, double most) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  private static Workload with(Workload one, long rows, double reads, double changes) {
    return new Workload(
        rows,
        one.bytesPerRow(),
        reads,
        changes,
        one.clients(),
        one.latencyMillis(),
        one.hitRate(),
        one.nearHitRate(),
        one.hotShare(),
        one.budgetPerMonth());
  }

  private static Workload withHits(Workload one, double hitRate, @Nullable Double near) {
    return new Workload(
        one.rows(),
        one.bytesPerRow(),
        one.readsPerSecond(),
        one.changesPerSecond(),
        one.clients(),
        one.latencyMillis(),
        hitRate,
        near,
        one.hotShare(),
        one.budgetPerMonth());
  }

  private static Workload workload(Workload one, double budget) {
    return new Workload(
        one.rows(),
        one.bytesPerRow(),
        one.readsPerSecond(),
        one.changesPerSecond(),
        one.clients(),
        one.latencyMillis(),
        one.hitRate(),
        one.nearHitRate(),
        one.hotShare(),
        budget);
  }
}
