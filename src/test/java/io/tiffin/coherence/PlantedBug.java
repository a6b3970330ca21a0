package io.tiffin.coherence;

import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.ForwardingStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.RowChanges;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Role;
import io.tiffin.store.TrafficShape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** What is broken in a tier on purpose, so that the checker can show that it notices. */
enum PlantedBug {
  NONE,
  /** Never hears of changes but says that it does. */
  DEAF,
  /** Answers one look-up in twenty with what it answered first. */
  FORGETFUL;

  /** The tier with the bug. */
  StoreTier in(StoreTier tier) {
    return new StoreTier(tier.name(), tier.reach(), tier.roles().stream().map(this::in).toList());
  }

  private Role in(Role role) {
    return switch (role) {
      case Role.ChangeFeed _ when this == DEAF -> new Role.ChangeFeed(Deaf::new);
      case Role.SourceOfTruth(StoreTier.Opening<FeatureStore> opening, TrafficShape traffic)
          when this == FORGETFUL ->
          new Role.SourceOfTruth(() -> new Forgetful(opening.open()), traffic);
      default -> role;
    };
  }

  private static final class Deaf implements RowChanges {

    @Override
    public void listen(Listener listener) {
      listener.told(true);
    }
  }

  private static final class Forgetful extends ForwardingStore {

    private final Map<RowKey, Outcome> first = new ConcurrentHashMap<>();

    Forgetful(FeatureStore store) {
      super(store);
    }

    @Override
    public List<Outcome> find(Query query) {
      List<Outcome> outcomes = super.find(query);
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.Found found) {
          first.putIfAbsent(query.keys().get(i), found);
        }
      }
      return ThreadLocalRandom.current().nextInt(20) == 0
          ? query.keys().stream().map(key -> first.getOrDefault(key, outcomes.getFirst())).toList()
          : outcomes;
    }
  }
}
