package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The tiers as the service puts them together from properties and catalogue. */
class StoreWiringTests {

  private final AtomicInteger opened = new AtomicInteger();
  private final InMemoryFeatureStore memory =
      new InMemoryFeatureStore(new io.tiffin.feature.Source("MEMORY"));
  private final StoreTier tier =
      new StoreTier(
          "memory",
          Reach.PROCESS,
          new Role.SourceOfTruth(() -> {
            opened.incrementAndGet();
            return memory;
          }));

  @Test
  void theSecondReadComesFromTheNearCacheAndTheSourceIsAskedOnce() {
    try (TieredStore tiers = open(new Catalogue(List.of()), "near-cache,memory")) {
      put(tiers, "facts");

      assertThat(sourceOf(tiers, "facts")).isEqualTo("MEMORY");
      assertThat(sourceOf(tiers, "facts")).isEqualTo("NEAR_CACHE");
      assertThat(memory.finds()).isEqualTo(1);
    }
  }

  @Test
  void aViewsOwnTiersGoBeforeTheServicesAndAPropertyBeforeTheCatalogue() {
    Catalogue catalogue =
        new Catalogue(
            List.of(
                view("near", List.of("near-cache", "memory")),
                view("far", List.of("near-cache", "memory"))));
    try (TieredStore tiers = open(catalogue, "memory", "tiffin.store.views.far.tiers=memory")) {
      for (String view : List.of("near", "far", "facts")) {
        put(tiers, view);
        var _ = sourceOf(tiers, view);
      }

      assertThat(sourceOf(tiers, "near")).isEqualTo("NEAR_CACHE");
      assertThat(sourceOf(tiers, "far")).isEqualTo("MEMORY");
      assertThat(sourceOf(tiers, "facts")).isEqualTo("MEMORY");
      assertThat(opened).as("opened once for all lists").hasValue(1);
    }
  }

  @Test
  void sixtyHitsInAHundredLookUpsReadTheSameForAdminsAndForDashboards() {
    try (TieredStore tiers = open(new Catalogue(List.of()), "near-cache,memory")) {
      for (int i = 0; i < 40; i++) {
        put(tiers, "facts" + i);
        assertThat(sourceOf(tiers, "facts" + i)).isEqualTo("MEMORY");
      }
      for (int i = 0; i < 60; i++) {
        assertThat(sourceOf(tiers, "facts" + i % 40)).isEqualTo("NEAR_CACHE");
      }

      TierMeters near =
          tiers.tiers().tiers().stream()
              .filter(open -> open.role() == OpenTiers.Role.NEAR_CACHE)
              .findFirst()
              .orElseThrow()
              .meters();
      TierMeters.ViewReads reads = near.views().getFirst();
      assertThat(reads.hits() / (double) reads.lookups()).isEqualTo(0.60);
      assertThat(gets(tiers, "hit") / (gets(tiers, "hit") + gets(tiers, "miss"))).isEqualTo(0.60);
    }
  }

  @Test
  void whatCannotBeStopsTheStartWithItsSentence() {
    assertRefused("nearcache,memory", "names the store «nearcache», which does not exist");
    assertRefused("memory,near-cache", "names «memory» before the last place");
    assertRefused("near-cache", "ends in «near-cache», which may forget");
    assertRefused("memory,memory", "names a store twice");
    assertThatThrownBy(
            () -> open(new Catalogue(List.of()), "near-cache,memory", "tiffin.store.replicas=2"))
        .hasStackTraceContaining("ends in «memory», which only one process sees");
    assertThat(opened).as("nothing is opened before").hasValue(0);
  }

  private void assertRefused(String tiers, String sentence) {
    assertThatThrownBy(() -> open(new Catalogue(List.of()), tiers))
        .hasStackTraceContaining(sentence);
  }

  private TieredStore open(Catalogue catalogue, String tiers, String... properties) {
    String[] all = java.util.Arrays.copyOf(properties, properties.length + 1);
    all[properties.length] = "tiffin.store.tiers=" + tiers;
    return TieredStore.open(catalogue, List.of(tier), all);
  }

  private static void put(TieredStore tiers, String view) {
    assertThat(tiers.store().put(List.of(row(view, 1)), soon(tiers)))
        .containsExactly(new WriteOutcome.Applied());
  }

  private static String sourceOf(TieredStore tiers, String view) {
    Outcome outcome = find(tiers, view);
    assertThat(outcome).isInstanceOf(Outcome.Found.class);
    return outcome.source().name();
  }

  private static Outcome find(TieredStore tiers, String view) {
    return tiers
        .store()
        .find(new Query(List.of(key(view)), soon(tiers), Consistency.NEAREST))
        .getFirst();
  }

  private static double gets(TieredStore tiers, String result) {
    return tiers
        .meters()
        .get("cache.gets")
        .tags("cache", "near_cache", "result", result)
        .functionCounter()
        .count();
  }

  private static Deadline soon(TieredStore tiers) {
    return Deadline.in(Duration.ofSeconds(5), tiers.ticker());
  }

  private static RowKey key(String view) {
    return new RowKey(view, "e");
  }

  private static Row row(String view, long revision) {
    return new Row(key(view), revision, revision, new byte[3]);
  }

  private static FeatureView view(String name, List<String> tiers) {
    return new FeatureView(
        name, EntityType.RESTAURANT, ViewKind.LOADED, Duration.ofHours(1), null, tiers, List.of());
  }
}
