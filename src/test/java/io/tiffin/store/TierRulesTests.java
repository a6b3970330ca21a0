package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TierRulesTests {

  private static final Role SOURCE = new Role.SourceOfTruth(InMemoryFeatureStore::new);
  private static final Role CACHE =
      new Role.RemoteCache(() -> {
        throw new IllegalStateException("the rules open nothing");
      });

  private static final Map<String, StoreTier> KNOWN =
      Map.of(
          "disk", new StoreTier("disk", Reach.PROCESS, SOURCE),
          "shared", new StoreTier("shared", Reach.FLEET, SOURCE, CACHE),
          "cache", new StoreTier("cache", Reach.FLEET, CACHE));

  @Test
  void cachesBeforeASourceAreRight() {
    new TierRules(KNOWN, 1).require(list("cache", "shared", "disk"));
    new TierRules(KNOWN, 2).require(list("cache", "shared"));
  }

  @Test
  void aNameNoRoomKnowsIsRefused() {
    assertRefused(
        1,
        list("cash", "disk"),
        "the list names the store «cash», which does not exist; there is cache, disk, shared.",
        "Correct the name, or leave it out.");
  }

  @Test
  void aCacheAtTheEndIsRefused() {
    assertRefused(
        1,
        list("shared", "cache"),
        "the list ends in «cache», which may forget: the last is the source of truth.",
        "Name one of these last: disk, shared.");
  }

  @Test
  void aSourceBeforeTheLastPlaceIsRefused() {
    assertRefused(
        1,
        list("disk", "shared"),
        "the list names «disk» before the last place, where only caches can stand.",
        "Name it last, or name one of these before it: cache, shared.");
  }

  @Test
  void aSourceThatTheOtherReplicasWouldNotSeeIsRefused() {
    assertRefused(
        2,
        list("cache", "disk"),
        "the list ends in «disk», which only one process sees, but tiffin.store.replicas is 2.",
        "Name a store last that all replicas share (shared), or run one replica.");
  }

  private static TierList list(String... names) {
    return new TierList("the list", List.of(names));
  }

  private static void assertRefused(int replicas, TierList list, String sentence, String action) {
    var refused =
        catchThrowableOfType(
            TierConfigurationException.class, () -> new TierRules(KNOWN, replicas).require(list));
    var analysis = new TierConfigurationFailureAnalyzer().analyze(refused);

    assertThat(analysis.getDescription()).isEqualTo(sentence);
    assertThat(analysis.getAction()).isEqualTo(action);
  }
}
