package io.tiffin.store;

import io.tiffin.feature.Source;
import java.util.List;
import java.util.Locale;

/**
 * A technology that can be named in {@code tiffin.store.tiers}. Each technology's room declares a
 * bean of it, whether the tier is used or not; what it offers is opened when the configuration
 * names it, once, and closed with the chain.
 *
 * @param name as in the property: lower case, words joined by {@code -}
 * @param reach who sees what is written to it
 * @param roles what it can be, at least one
 */
public record StoreTier(String name, Reach reach, List<Role> roles) {

  public StoreTier {
    roles = List.copyOf(roles);
  }

  public StoreTier(String name, Reach reach, Role... roles) {
    this(name, reach, List.of(roles));
  }

  /**
   * What the tier's answers are told apart by: its name in upper case, words joined by {@code _}.
   */
  public Source source() {
    return new Source(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Who sees what is written to a tier. */
  public enum Reach {
    /** This process only. */
    PROCESS,
    /** Every process of the fleet. */
    FLEET
  }

  /** What a technology can be. */
  public sealed interface Role {

    /**
     * The last tier of a list, which keeps what it has acknowledged.
     *
     * @param traffic how calls of it are shared and spaced
     */
    record SourceOfTruth(Opening<FeatureStore> opening, TrafficShape traffic) implements Role {

      public SourceOfTruth(Opening<FeatureStore> opening) {
        this(opening, TrafficShape.AS_ASKED);
      }
    }

    /** A tier before the last, which may forget. */
    record RemoteCache(Opening<RowCache> opening) implements Role {}

    /** A tier before the last, in the memory of this process. */
    record NearCache(Opening<CachingTier> opening) implements Role {}

    /** Beside another role: it tells of rows that other processes wrote to it. */
    record ChangeFeed(Opening<RowChanges> opening) implements Role {}
  }

  /** Opens what a tier offers. */
  @FunctionalInterface
  public interface Opening<T> {

    /**
     * @throws Exception if it can never work as configured; a server that is down is no reason
     */
    T open() throws Exception;
  }
}
