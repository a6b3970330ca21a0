package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.sizing.SizingReport.RankedStores;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CombinationTests {

  private static final PriceList PRICES = Prices.product();

  @Test
  void whatIsCombinedIsOfOneCloudAndEndsInASource() {
    List<String> all =
        Combination.of(PRICES).stream()
            .map(each -> each.cloud() + " " + String.join(",", each.tiers()))
            .distinct()
            .toList();

    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    "gcp redis",
                    "gcp firestore",
                    "gcp redis,firestore",
                    "gcp memcached,firestore",
                    "gcp bigtable",
                    "gcp redis,bigtable",
                    "gcp memcached,bigtable",
                    "aws redis",
                    "aws dynamodb",
                    "aws redis,dynamodb",
                    "aws memcached,dynamodb",
                    "aws dax,dynamodb",
                    "local rocksdb")
                .flatMap(list -> Stream.of(list, list.replace(" ", " near-cache,")))
                .toList());
  }

  @Test
  void theSlowestOfAHundredIsAMissUnlessTheCacheAnswersThemAll() {
    assertThat(asking("redis,bigtable", 0.9).readP99Millis()).isCloseTo(10.9, within(1e-9));
    assertThat(asking("redis,bigtable", 0.99).readP99Millis()).isEqualTo(0.9);
  }

  @Test
  void aCacheThatLosesRowsWithANodePromisesNothingOfTheSlowest() {
    assertThat(asking("memcached,bigtable", 1).readP99Millis()).isCloseTo(10.9, within(1e-9));
    assertThat(asking("near-cache,bigtable", 1).readP99Millis()).isEqualTo(10);
  }

  @Test
  void theMedianIsOfTheTierThatAnswersHalf() {
    assertThat(asking("redis,bigtable", 0.9).readP50Millis()).isEqualTo(0.3);
    assertThat(asking("redis,bigtable", 0.4).readP50Millis()).isCloseTo(3.3, within(1e-9));
    RankedStores near =
        Asking.of(
            Asking.about("restaurant_live").with(SizingField.NEAR_HIT_RATE, 0.5).answer(),
            List.of("near-cache", "bigtable"));
    assertThat(near.readP50Millis()).isEqualTo(0.002);
  }

  @Test
  void aCacheSeesAllReadsAndWritesAndTheSourceTheMisses() {
    RankedStores stores = asking("redis,firestore", 0.9);

    StorePart cache = stores.parts().getFirst();
    StorePart source = stores.parts().getLast();
    assertThat(cache.readsPerSecond()).isEqualTo(1_000);
    assertThat(cache.writesPerSecond()).isEqualTo(20);
    assertThat(source.writesPerSecond()).isEqualTo(20);
    // one read in ten is missed, and each write of Firestore reads first
    assertThat(source.readsPerSecond()).isCloseTo(100 + 20, within(1e-9));
  }

  @Test
  void theNearCachesHitsAreDerivedFromHowOftenARowIsReadAndHowLongItLives() {
    NearCache near = PRICES.nearCache();
    Offer redis = offer("redis");
    Offer bigtable = offer("bigtable");
    // 4 processes read each of 1,000 rows once a second together
    Workload quiet = workload(1_000, 1_000, 0, 4);
    Workload busy = workload(1_000, 1_000, 500, 4);
    Workload alone = workload(1_000, 1_000, 0, 1);
    Workload large = workload(10_000_000, 10_000_000, 0, 4);

    assertThat(near.hitRate(quiet, redis)).isCloseTo(0.25 * 30 / (1 + 0.25 * 30), within(1e-9));
    assertThat(near.hitRate(quiet, bigtable)).isCloseTo(0.25 / 1.25, within(1e-9));
    assertThat(near.hitRate(busy, redis)).isCloseTo(0.25 * 2 / (1 + 0.25 * 2), within(1e-9));
    assertThat(near.hitRate(alone, bigtable)).isCloseTo(600.0 / 601, within(1e-9));
    double fits = 64.0 * (1 << 20) / (10_000_000.0 * (200 + 300));
    assertThat(near.hitRate(large, bigtable)).isCloseTo(0.25 / 1.25 * fits, within(1e-9));
  }

  private static RankedStores asking(String tiers, double hitRate) {
    return Asking.about("restaurant_profile")
        .with(SizingField.CLOUD, "gcp")
        .with(SizingField.ROWS, 100)
        .with(SizingField.CHANGES_PER_SECOND, 20)
        .with(SizingField.TIERS, tiers)
        .with(SizingField.HIT_RATE, hitRate)
        .best();
  }

  private static Offer offer(String store) {
    return PRICES.offers().stream()
        .filter(offer -> offer.store().equals(store))
        .findFirst()
        .orElseThrow();
  }

  private static Workload workload(long rows, double reads, double changes, long clients) {
    return new Workload(rows, 200, reads, changes, clients, 50, 0.9, null, 0.2, null);
  }
}
