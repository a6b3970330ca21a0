package io.tiffin.store;

import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a list of tiers must be like. */
final class TierRules {

  private final Map<String, StoreTier> known;
  private final int replicas;

  TierRules(Map<String, StoreTier> known, int replicas) {
    this.known = Map.copyOf(known);
    this.replicas = replicas;
  }

  /**
   * @throws TierConfigurationException if the list names a tier that no room knows, or one in a
   *     place that it cannot take, or a source that the other replicas would not see
   */
  void require(TierList list) {
    for (String name : list.names()) {
      if (!known.containsKey(name)) {
        throw new TierConfigurationException(
            "%s names the store «%s», which does not exist; there is %s."
                .formatted(list.declaredBy(), name, names(_ -> true)),
            "Correct the name, or leave it out.");
      }
    }
    List<String> caches = list.names().subList(0, list.names().size() - 1);
    for (String name : caches) {
      if (!isCache(tier(name))) {
        throw new TierConfigurationException(
            "%s names «%s» before the last place, where only caches can stand."
                .formatted(list.declaredBy(), name),
            "Name it last, or name one of these before it: %s.".formatted(names(this::isCache)));
      }
    }
    requireSource(list, tier(list.names().getLast()));
  }

  private void requireSource(TierList list, StoreTier last) {
    if (!isSource(last)) {
      throw new TierConfigurationException(
          "%s ends in «%s», which may forget: the last is the source of truth."
              .formatted(list.declaredBy(), last.name()),
          "Name one of these last: %s.".formatted(names(this::isSource)));
    }
    if (replicas > 1 && last.reach() == Reach.PROCESS) {
      throw new TierConfigurationException(
          "%s ends in «%s», which only one process sees, but tiffin.store.replicas is %d."
              .formatted(list.declaredBy(), last.name(), replicas),
          "Name a store last that all replicas share (%s), or run one replica."
              .formatted(names(tier -> isSource(tier) && tier.reach() == Reach.FLEET)));
    }
  }

  private StoreTier tier(String name) {
    StoreTier tier = known.get(name);
    if (tier == null) {
      throw new IllegalArgumentException("no tier " + name);
    }
    return tier;
  }

  private boolean isSource(StoreTier tier) {
    return tier.roles().stream().anyMatch(Role.SourceOfTruth.class::isInstance);
  }

  private boolean isCache(StoreTier tier) {
    return tier.roles().stream()
        .anyMatch(role -> role instanceof Role.RemoteCache || role instanceof Role.NearCache);
  }

  private String names(Predicate<StoreTier> wanted) {
    return String.join(
        ", ", known.values().stream().filter(wanted).map(StoreTier::name).sorted().toList());
  }
}
