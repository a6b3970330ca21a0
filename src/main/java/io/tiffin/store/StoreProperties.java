package io.tiffin.store;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where rows are kept.
 *
 * @param tiers the stores of all views that name none of their own, nearest first; the last is the
 *     source of truth
 * @param views what is different for single views, by the view's name
 */
@ConfigurationProperties("tiffin.store")
record StoreProperties(
    @DefaultValue("rocksdb") List<String> tiers, @DefaultValue Map<String, View> views) {

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
  }

  private static void requireTiers(String property, List<String> tiers) {
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException(property + " is empty, name at least one store");
    }
    if (tiers.stream().distinct().count() < tiers.size()) {
      throw new IllegalArgumentException(property + " names a store twice: " + tiers);
    }
  }

  /** Every tier named, with the property that names it; a tier may occur several times. */
  Stream<Named> named() {
    return Stream.concat(
        named("tiffin.store.tiers", tiers),
        views.entrySet().stream()
            .flatMap(view -> named(propertyOf(view.getKey()), view.getValue().tiers)));
  }

  private static Stream<Named> named(String property, List<String> tiers) {
    return tiers.stream().map(tier -> new Named(property, tier));
  }

  private static String propertyOf(String view) {
    return "tiffin.store.views." + view + ".tiers";
  }

  /** A tier, and the property that names it. */
  record Named(String property, String tier) {}
}
