package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ObservedFeatureStoreTests {

  private static final RowKey A = new RowKey("v", "a");
  private static final RowKey B = new RowKey("v", "b");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FakeTicker ticker = new FakeTicker();
  private final InMemoryFeatureStore inner = new InMemoryFeatureStore();
  private final FeatureStore store = Tiers.observed(inner, meters, ticker);

  @Nested
  class KeepsTheContract extends FeatureStoreContract {

    @Override
    protected FeatureStore open() {
      return Tiers.observed(new InMemoryFeatureStore(), meters, ticker);
    }
  }

  @Test
  void countsKeysByTheirState() {
    store.put(List.of(row(A, 1)), soon());

    find();
    inner.failing(A::equals, Reason.TIMED_OUT);
    find();
    inner.failing(Reason.ERROR);
    find();

    assertThat(lookups("found")).isEqualTo(1);
    assertThat(lookups("absent")).isEqualTo(2);
    assertThat(lookups("timed_out")).isEqualTo(1);
    assertThat(lookups("error")).isEqualTo(2);
  }

  @Test
  void countsWritesByTheirOutcome() {
    store.put(List.of(row(A, 1), row(A, 1), row(B, 1)), soon());
    store.delete(A, 2, soon());
    store.replace(row(B, 3), 2, soon());
    inner.failing(Reason.ERROR);
    store.delete(A, 3, soon());

    assertThat(writes("applied")).isEqualTo(3);
    assertThat(writes("superseded")).isEqualTo(2);
    assertThat(writes("failed")).isEqualTo(1);
  }

  @Test
  void timesCalls() {
    inner.taking(Duration.ofMillis(7), ticker);

    find();
    store.delete(A, 1, soon());

    assertThat(totalMillis("tiffin.store.lookup.duration")).isEqualTo(7);
    assertThat(totalMillis("tiffin.store.write.duration")).isEqualTo(7);
  }

  @Test
  void countsViewsThatTheCatalogueLacksTogether() {
    int before = meters.getMeters().size();

    for (int i = 0; i < 100; i++) {
      RowKey key = new RowKey("view" + i, "e" + i);
      store.put(List.of(row(key, 1)), soon());
      store.find(new Query(List.of(key), soon(), Consistency.NEAREST));
    }

    assertThat(meters.getMeters()).hasSize(before);
    assertThat(meters.get("tiffin.store.lookups").tags("view", "other", "state", "found"))
        .satisfies(found -> assertThat(found.functionCounter().count()).isEqualTo(100));
  }

  @Test
  void whatAnotherTierAnsweredWasMissed() {
    TierMeters near =
        new TierMeters(
            new Source("NEAR_CACHE"),
            true,
            List.of("v"),
            meters,
            InstantSource.fixed(Instant.EPOCH),
            1);
    FeatureStore layer = new ObservedFeatureStore(inner, near, ticker);
    inner.put(List.of(row(A, 1)), soon());

    layer.find(new Query(List.of(A, B), soon(), Consistency.NEAREST));

    assertThat(near.views().getFirst().reads().get(TierMeters.Read.MISSED)).isEqualTo(2);
    assertThat(near.views().getFirst().hits()).isZero();
  }

  @Test
  void tellsHitsAsDashboardsExpectThem() {
    store.put(List.of(row(A, 1)), soon());

    find();
    find();

    assertThat(gets("hit")).isEqualTo(2);
    assertThat(gets("miss")).isEqualTo(2);
  }

  private double gets(String result) {
    return meters
        .get("cache.gets")
        .tags("cache", "in_memory", "view", "v", "result", result)
        .functionCounter()
        .count();
  }

  private void find() {
    store.find(new Query(List.of(A, B), soon(), Consistency.NEAREST));
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(1), ticker);
  }

  private static Row row(RowKey key, long revision) {
    return new Row(key, revision, 0, new byte[0]);
  }

  private double lookups(String state) {
    return meters
        .get("tiffin.store.lookups")
        .tags("tier", "in_memory", "view", "v", "state", state)
        .functionCounter()
        .count();
  }

  private double writes(String outcome) {
    return meters
        .get("tiffin.store.writes")
        .tags("tier", "in_memory", "outcome", outcome)
        .counter()
        .count();
  }

  private double totalMillis(String timer) {
    return meters.get(timer).tag("tier", "in_memory").timer().totalTime(TimeUnit.MILLISECONDS);
  }
}
