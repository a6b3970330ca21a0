package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore.Check;
import java.util.List;
import java.util.function.Function;

/** The tiers that are in use, for health and for operators. Immutable. */
public record OpenTiers(List<OpenTier> tiers) {

  public OpenTiers {
    tiers = List.copyOf(tiers);
  }

  /**
   * A tier in use.
   *
   * @param source what its answers are told apart by
   * @param role in a word or two: source of truth, cache, near cache
   * @param check whether it can be reached and used right now
   */
  public record OpenTier(Source source, String role, Function<Deadline, Check> check) {}
}
