package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.sizing.SizingReport.RankedStores;
import io.tiffin.sizing.SizingReport.RefusedStores;
import io.tiffin.sizing.SizingReport.ViewSizing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the field says by rule of thumb, and what the calculator says. */
class RuleOfThumbTests {

  @Test
  void belowAMillisecondOnLittleDataThatChangesQuicklyIsRedis() {
    ViewSizing answer =
        Asking.about("restaurant_live")
            .with(SizingField.LATENCY_MILLIS, 1)
            .with(SizingField.ROWS, 1_000_000)
            .with(SizingField.CHANGES_PER_SECOND, 5_000)
            .with(SizingField.READS_PER_SECOND, 20_000)
            .with(SizingField.CLIENTS, 3_000)
            .answer();

    RankedStores best = answer.ranking().getFirst();
    assertThat(best.tiers()).containsExactly("redis");
    assertThat(best.cloud()).isEqualTo("gcp");
    assertThat(best.meetsLatency()).isTrue();
    assertThat(answer.ranking())
        .filteredOn(RankedStores::meetsLatency)
        .allSatisfy(stores -> assertThat(stores.tiers().getLast()).isEqualTo("redis"));
  }

  @Test
  void millisecondsOnDataThatChangesSlowlyAndScalesByItselfIsFirestore() {
    RankedStores best =
        Asking.about("restaurant_profile")
            .with(SizingField.CLOUD, "gcp")
            .with(SizingField.LATENCY_MILLIS, 50)
            .with(SizingField.ROWS, 10_000_000)
            .with(SizingField.CHANGES_PER_SECOND, 1)
            .with(SizingField.READS_PER_SECOND, 50)
            .best();

    assertThat(best.tiers()).containsExactly("firestore");
    assertThat(best.meetsLatency()).isTrue();
  }

  @Test
  void millisecondsOnDataThatChangesAndIsReadALotIsBigtable() {
    ViewSizing answer = heavy(1).answer();

    RankedStores best = answer.ranking().getFirst();
    assertThat(best.tiers().getLast()).isEqualTo("bigtable");
    assertThat(best.meetsLatency()).isTrue();
    assertThat(answer.ranking())
        .filteredOn(stores -> stores.tiers().size() == 1)
        .first()
        .satisfies(stores -> assertThat(stores.tiers()).containsExactly("bigtable"));
  }

  @Test
  void bigtableGrowsInLineWithReadsAndWrites() {
    StorePart once = bigtable(heavy(1));
    StorePart tenfold = bigtable(heavy(10));

    assertThat(tenfold.units()).isBetween(10 * once.units() - 10, 10 * once.units());
  }

  @Test
  void fastReadsThatScaleWithACacheInMemoryAreDynamoDbWithDax() {
    ViewSizing answer =
        Asking.about("restaurant_history")
            .with(SizingField.CLOUD, "aws")
            .with(SizingField.LATENCY_MILLIS, 2)
            .with(SizingField.ROWS, 50_000_000)
            .with(SizingField.BYTES_PER_ROW, 800)
            .with(SizingField.CHANGES_PER_SECOND, 100)
            .with(SizingField.READS_PER_SECOND, 150_000)
            .with(SizingField.CLIENTS, 50)
            .with(SizingField.HIT_RATE, 0.99)
            .answer();

    RankedStores best = answer.ranking().getFirst();
    assertThat(best.tiers()).containsExactly("dax", "dynamodb");
    assertThat(best.meetsLatency()).isTrue();
    assertThat(best.notes()).contains("dax is a setting of the tier dynamodb, no tier of its own");
  }

  @Test
  void oneProcessNeedsNoServer() {
    RankedStores best = Asking.about("restaurant_live").with(SizingField.CLIENTS, 1).best();

    assertThat(best.tiers().getLast()).isEqualTo("rocksdb");
  }

  @Test
  void whatEndsBeforeTheWorkloadDoesIsRefusedWithTheReason() {
    ViewSizing answer =
        Asking.about("city_live")
            .with(SizingField.ROWS, 10)
            .with(SizingField.CHANGES_PER_SECOND, 50)
            .answer();

    assertThat(answer.refused())
        .contains(
            new RefusedStores(
                List.of("firestore"),
                "gcp",
                "Firestore, Standard edition: 5 writes/s to each row, it takes 1"),
            new RefusedStores(
                List.of("rocksdb"), "local", "RocksDB, embedded: 2 clients, it takes 1"));
  }

  private static Asking heavy(int factor) {
    return Asking.about("restaurant_hour_history")
        .with(SizingField.CLOUD, "gcp")
        .with(SizingField.LATENCY_MILLIS, 15)
        .with(SizingField.ROWS, 100_000_000)
        .with(SizingField.BYTES_PER_ROW, 1_000)
        .with(SizingField.CHANGES_PER_SECOND, 50_000L * factor)
        .with(SizingField.READS_PER_SECOND, 100_000L * factor)
        .with(SizingField.CLIENTS, 100);
  }

  private static StorePart bigtable(Asking asking) {
    return Asking.of(asking.answer(), List.of("bigtable")).parts().getFirst();
  }
}
