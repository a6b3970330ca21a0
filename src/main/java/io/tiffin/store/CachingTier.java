package io.tiffin.store;

import io.tiffin.feature.Source;

/**
 * A tier in the memory of this process that answers from what it has read before: the port of the
 * near cache.
 */
public interface CachingTier {

  /** The name by which answers of this tier are told apart: {@code NEAR_CACHE}. Constant. */
  Source source();

  /**
   * Puts the tier in front of a store.
   *
   * @param next where misses are read and writes go first; closed with the store returned
   * @param coherence how this process hears of writes by others
   */
  FeatureStore over(FeatureStore next, Coherence coherence);

  /** Bytes that the rows held weigh, by the tier's own reckoning. */
  long weight();

  /** How a process hears of rows that another process wrote. */
  sealed interface Coherence {

    /** There is no other: every write goes through this process's own chain. */
    record SoleWriter() implements Coherence {}

    /** It is told, while the feed is connected. */
    record Announced(RowChanges changes) implements Coherence {}

    /** It does not; only age bounds how long an old row is served. */
    record Unannounced() implements Coherence {}
  }
}
