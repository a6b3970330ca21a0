package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.health.FeaturesEndpoint.TierJson;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.OpenTiers;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.Tiers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesEndpointTests {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FakeTicker ticker = new FakeTicker();
  private final InMemoryFeatureStore inner = new InMemoryFeatureStore();
  private final OpenTiers tiers = Tiers.only(inner, meters);
  private final FeatureStore store = Tiers.observed(inner, tiers, ticker);
  private final FeaturesEndpoint endpoint = new FeaturesEndpoint(new TierChecks(tiers, ticker));

  @Test
  void sixtyHitsInAHundredLookUpsAreTheSameRateHereAndInTheMeters() {
    for (int i = 0; i < 60; i++) {
      put("e" + i);
    }

    for (int i = 0; i < 100; i++) {
      find("e" + i);
    }

    TierJson tier = endpoint.features().tiers().getFirst();
    assertThat(tier.tier()).isEqualTo("IN_MEMORY");
    assertThat(tier.role()).isEqualTo("source of truth");
    assertThat(tier.lookups()).isEqualTo(100);
    assertThat(tier.hitRate()).isEqualTo(0.60);
    assertThat(tier.views().getFirst().hitRate()).isEqualTo(0.60);
    assertThat(gets("hit") / (gets("hit") + gets("miss"))).isEqualTo(0.60);
  }

  @Test
  void aFailureIsAnErrorAndNoHit() {
    put("a");
    inner.failing(Reason.TIMED_OUT);
    find("a");
    inner.failing(Reason.ERROR);
    find("a");

    TierJson tier = endpoint.features().tiers().getFirst();

    assertThat(tier.errors()).isEqualTo(2);
    assertThat(tier.views().getFirst().timedOut()).isEqualTo(1);
    assertThat(tier.hitRate()).isZero();
    assertThat(gets("miss")).isEqualTo(2);
  }

  @Test
  void latencyAndAgeAreQuantilesOfWhatWasServed() {
    put("a");
    inner.taking(Duration.ofMillis(8), ticker);

    find("a");

    TierJson tier = endpoint.features().tiers().getFirst();
    assertThat(tier.latencyMillis().p99()).isBetween(5.0, 10.0);
    assertThat(tier.views().getFirst().ageSeconds().p50()).isBetween(1.0, 5.0);
  }

  @Test
  void aTierThatWasNeverAskedHasNoRate() {
    TierJson tier = endpoint.features().tiers().getFirst();

    assertThat(tier.hitRate()).isNull();
    assertThat(tier.latencyMillis().p50()).isNull();
    assertThat(tier.views()).isEmpty();
    assertThat(tier.usable()).isTrue();
  }

  @Test
  void aDeadTierIsNotUsable() {
    inner.close();

    assertThat(endpoint.features().tiers().getFirst().usable()).isFalse();
  }

  /** True three seconds before the epoch, where the clock of {@link Tiers} stands. */
  private void put(String entity) {
    var _ =
        inner.put(List.of(new Row(new RowKey("v", entity), 1, -3_000_000, new byte[8])), soon());
  }

  private void find(String entity) {
    var _ = store.find(new Query(List.of(new RowKey("v", entity)), soon(), Consistency.NEAREST));
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(1), ticker);
  }

  private double gets(String result) {
    return meters
        .get("cache.gets")
        .tags("cache", "in_memory", "view", "v", "result", result)
        .functionCounter()
        .count();
  }
}
