package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Source;
import io.tiffin.guard.Guard;
import io.tiffin.store.FeatureStore.Check;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** The tiers that are in use, for health and for operators. Immutable. */
public record OpenTiers(List<OpenTier> tiers) {

  public OpenTiers {
    tiers = List.copyOf(tiers);
  }

  /**
   * What a tier is in the lists that name it; one that is both a cache and a source occurs twice.
   */
  public enum Role {
    SOURCE_OF_TRUTH,
    CACHE,
    NEAR_CACHE
  }

  /**
   * A tier in use.
   *
   * @param source what its answers are told apart by
   * @param role what it is
   * @param check whether it can be reached and used right now
   * @param meters what it was asked
   * @param weight bytes that it holds in this process; empty if it holds nothing here
   * @param guards what stops it from being asked while it does not answer: of its reads, then of
   *     its writes; none for what is in the memory of this process
   */
  public record OpenTier(
      Source source,
      Role role,
      Function<Deadline, Check> check,
      TierMeters meters,
      Supplier<OptionalLong> weight,
      List<Guard> guards) {

    public OpenTier {
      guards = List.copyOf(guards);
    }

    /** A tier that is not guarded. */
    public OpenTier(
        Source source,
        Role role,
        Function<Deadline, Check> check,
        TierMeters meters,
        Supplier<OptionalLong> weight) {
      this(source, role, check, meters, weight, List.of());
    }
  }
}
