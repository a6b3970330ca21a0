package io.tiffin.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Source;
import io.tiffin.store.OpenTiers.OpenTier;
import io.tiffin.store.OpenTiers.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** Meters and open tiers for tests outside this room. */
public final class Tiers {

  private Tiers() {}

  /** The open tiers of a service whose only tier is this store; nothing is counted. */
  public static OpenTiers only(FeatureStore store, MeterRegistry meters) {
    return new OpenTiers(
        List.of(
            new OpenTier(
                store.source(),
                Role.SOURCE_OF_TRUTH,
                store::check,
                meters(store.source(), meters),
                OptionalLong::empty)));
  }

  /** The store, counted by the meters of the first of these tiers. */
  public static FeatureStore observed(FeatureStore store, OpenTiers open, FakeTicker ticker) {
    return new ObservedFeatureStore(store, open.tiers().getFirst().meters(), ticker);
  }

  /** The store, observed as the chain does it. */
  public static FeatureStore observed(FeatureStore store, MeterRegistry meters, FakeTicker ticker) {
    return new ObservedFeatureStore(store, meters(store.source(), meters), ticker);
  }

  private static TierMeters meters(Source source, MeterRegistry meters) {
    return new TierMeters(
        source, false, List.of("v"), meters, InstantSource.fixed(Instant.EPOCH), 1);
  }
}
