package io.tiffin.store;

import io.tiffin.batching.Ticker;
import io.tiffin.store.CachingTier.Coherence;
import io.tiffin.store.StoreTier.Opening;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Makes one store of each list of tiers: the source, and before it the caches, nearest outermost.
 * Each technology is opened once, however many lists name it. Used by one thread, at start.
 */
final class Chains {

  private final Map<String, StoreTier> known;
  private final TierDecorators decorators;
  private final CacheRepairs.Settings repairSettings;
  private final Executor behind;
  private final Ticker ticker;
  private final Map<List<String>, FeatureStore> chains = new HashMap<>();
  private final Map<Opening<?>, Object> opened = new HashMap<>();
  private final Map<RowCache, CacheRepairs> repairs = new LinkedHashMap<>();
  private final Map<CachingTier, TierMeters> nearMeters = new HashMap<>();

  /**
   * @param behind where caches are filled in
   */
  Chains(
      Map<String, StoreTier> known,
      TierDecorators decorators,
      CacheRepairs.Settings repairSettings,
      Executor behind,
      Ticker ticker) {
    this.known = Map.copyOf(known);
    this.decorators = decorators;
    this.repairSettings = repairSettings;
    this.behind = behind;
    this.ticker = ticker;
  }

  /**
   * The store of a list of tiers that fulfils {@link TierRules}.
   *
   * @throws Exception if a technology can never work as configured
   */
  FeatureStore of(List<String> names) throws Exception {
    FeatureStore chain = chains.get(names);
    if (chain == null) {
      StoreTier last = tier(names.getLast());
      chain = source(last);
      for (int i = names.size() - 2; i >= 0; i--) {
        chain = before(chain, tier(names.get(i)), coherence(names, names.get(i + 1)));
      }
      chains.put(names, chain);
    }
    return chain;
  }

  Collection<CacheRepairs> repairs() {
    return List.copyOf(repairs.values());
  }

  private FeatureStore source(StoreTier tier) throws Exception {
    Role.SourceOfTruth role = role(tier, Role.SourceOfTruth.class).orElseThrow();
    return open(role.opening(), store -> decorators.source(tier, role.traffic(), store));
  }

  private FeatureStore before(FeatureStore next, StoreTier tier, Coherence coherence)
      throws Exception {
    Optional<Role.NearCache> near = role(tier, Role.NearCache.class);
    if (near.isPresent()) {
      CachingTier cache = open(near.get().opening(), opening -> opening);
      TierMeters meters =
          nearMeters.computeIfAbsent(cache, same -> decorators.nearCache(tier, same));
      return decorators.nearCached(tier, cache.over(next, coherence), meters);
    }
    Role.RemoteCache role = role(tier, Role.RemoteCache.class).orElseThrow();
    RowCache cache = open(role.opening(), opening -> decorators.cache(tier, opening));
    CacheRepairs repair =
        repairs.computeIfAbsent(
            cache,
            same -> {
              CacheRepairs made = new CacheRepairs(same, repairSettings, ticker);
              decorators.repairs(tier, made);
              return made;
            });
    return new ReadThroughFeatureStore(cache, next, repair, repairSettings.timeout(), behind);
  }

  /**
   * How the near cache of a list hears of others' writes: from the tier right behind it, or not at
   * all. One further back tells of a write before the caches between have it: what is read again
   * then may be the old row, and nobody tells a second time.
   *
   * @param behind the tier that the near cache reads from
   */
  private Coherence coherence(List<String> names, String behind) throws Exception {
    if (tier(names.getLast()).reach() == Reach.PROCESS) {
      return new Coherence.SoleWriter();
    }
    Optional<Role.ChangeFeed> feed = role(tier(behind), Role.ChangeFeed.class);
    return feed.isPresent()
        ? new Coherence.Announced(
            open(feed.get().opening(), changes -> decorators.changes(tier(behind), changes)))
        : new Coherence.Unannounced();
  }

  @SuppressWarnings("unchecked") // what was opened by an Opening<T> is a T
  private <T> T open(Opening<T> opening, Function<T, T> decorated) throws Exception {
    Object before = opened.get(opening);
    if (before != null) {
      return (T) before;
    }
    T now = decorated.apply(opening.open());
    opened.put(opening, Objects.requireNonNull(now));
    return now;
  }

  private StoreTier tier(String name) {
    return Objects.requireNonNull(known.get(name), name);
  }

  private static <R extends Role> Optional<R> role(StoreTier tier, Class<R> wanted) {
    return tier.roles().stream().filter(wanted::isInstance).map(wanted::cast).findFirst();
  }
}
