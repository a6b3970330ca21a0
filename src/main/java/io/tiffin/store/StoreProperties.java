package io.tiffin.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where rows are kept.
 *
 * @param tiers the stores of all views that name none of their own, nearest first; the last is the
 *     source of truth
 * @param views what is different for single views, by the view's name; before what the catalogue
 *     says
 * @param replicas how many processes share these stores. With more than one, a source of truth that
 *     only one process sees is refused
 * @param cacheUpdateTimeout how long a write that the source has acknowledged waits for each cache
 *     to be brought up to date; what takes longer is repaired behind
 */
@ConfigurationProperties("tiffin.store")
record StoreProperties(
    @DefaultValue("rocksdb") List<String> tiers,
    @DefaultValue Map<String, View> views,
    @DefaultValue("1") int replicas,
    @DefaultValue("100ms") Duration cacheUpdateTimeout) {

  /**
   * What is different for a view.
   *
   * @param tiers the view's own tiers, in place of {@code tiffin.store.tiers}
   */
  record View(List<String> tiers) {}

  StoreProperties {
    requireTiers("tiffin.store.tiers", tiers);
    views.forEach((name, view) -> requireTiers(propertyOf(name), view.tiers));
    tiers = List.copyOf(tiers);
    views = Map.copyOf(views);
    if (replicas < 1) {
      throw new IllegalArgumentException(
          "tiffin.store.replicas is " + replicas + ", set it to 1 or more");
    }
    if (cacheUpdateTimeout.isNegative() || cacheUpdateTimeout.isZero()) {
      throw new IllegalArgumentException(
          "tiffin.store.cache-update-timeout is " + cacheUpdateTimeout + ", set it to 1ms or more");
    }
  }

  private static void requireTiers(String property, List<String> tiers) {
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException(property + " is empty, name at least one store");
    }
    if (tiers.stream().distinct().count() < tiers.size()) {
      throw new IllegalArgumentException(property + " names a store twice: " + tiers);
    }
  }

  /** The tiers of views that name none of their own. */
  TierList usual() {
    return new TierList("tiffin.store.tiers", tiers);
  }

  /** The tiers of views that name their own, by the view's name. */
  Map<String, TierList> ofViews() {
    Map<String, TierList> lists = new HashMap<>();
    views.forEach((name, view) -> lists.put(name, new TierList(propertyOf(name), view.tiers)));
    return lists;
  }

  private static String propertyOf(String view) {
    return "tiffin.store.views." + view + ".tiers";
  }
}
