package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardReading;
import io.tiffin.guard.Guards;
import io.tiffin.guard.TestGuards;
import io.tiffin.store.OpenTiers.OpenTier;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import io.tiffin.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands around a technology in a chain. */
class TierDecoratorsTests {

  private static final RowKey KEY = new RowKey("v", "a");

  private final FakeTicker ticker = new FakeTicker();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Guards guards = TestGuards.of(ticker, meters);
  private final InMemoryFeatureStore store = new InMemoryFeatureStore(new Source("TIER"));
  private final TierDecorators decorators =
      new TierDecorators(
          meters,
          new Catalogue(List.of()),
          InstantSource.fixed(Instant.EPOCH),
          ticker,
          guards,
          new SecondReadProperties(1, 1, Duration.ofMillis(1)),
          new SharedLookUpProperties(16, 10_000),
          Runnable::run,
          Traces.OFF);

  @Test
  void aSourceIsGuardedAndItsGuardsAreShown() {
    FeatureStore source = decorators.source(tier(Reach.PROCESS), TrafficShape.AS_ASKED, store);
    store.failing(Reason.ERROR);

    find(source, 100);

    assertThat(store.finds()).isEqualTo(TestGuards.CALLS);
    OpenTier open = decorators.openTiers().tiers().getFirst();
    assertThat(open.guards())
        .extracting(Guard::reading)
        .containsExactly(
            new GuardReading("tier", GuardReading.State.OPEN, 1, 90, 0),
            new GuardReading("tier-writes", GuardReading.State.CLOSED, 0, 0, 0));
  }

  @Test
  void onlyASourceBeyondThisMachineIsReadASecondTime() {
    store.failing(Reason.ERROR);

    find(decorators.source(tier(Reach.PROCESS), TrafficShape.AS_ASKED, store), 1);
    long inProcess = store.finds();
    find(decorators.source(tier(Reach.FLEET), TrafficShape.AS_ASKED, store), 1);

    assertThat(inProcess).isEqualTo(1);
    assertThat(store.finds()).isEqualTo(3);
    assertThat(meters.get("tiffin.store.second.reads").tag("kind", "retry").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aCacheIsGuarded() {
    ScriptedRowCache cache = new ScriptedRowCache();
    cache.reading = () -> new CacheRead.Failed(Reason.ERROR, null);
    RowCache guarded = decorators.cache(tier(Reach.FLEET), cache);

    for (int call = 0; call < 100; call++) {
      var _ = guarded.find(List.of(KEY), deadline());
    }

    assertThat(cache.finds).isEqualTo(TestGuards.CALLS);
    assertThat(decorators.openTiers().tiers().getFirst().guards()).hasSize(2);
  }

  private void find(FeatureStore source, int times) {
    for (int call = 0; call < times; call++) {
      var _ = source.find(new Query(List.of(KEY), deadline(), Consistency.NEAREST));
    }
  }

  private Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(1), ticker);
  }

  private StoreTier tier(Reach reach) {
    return new StoreTier("tier", reach, new Role.SourceOfTruth(() -> store));
  }
}
