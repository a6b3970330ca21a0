package io.tiffin.feature.yaml;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands below one view's name. */
final class ViewReader {

  private static final List<String> KEYS =
      List.of("entity", "kind", "max-age", "publish-interval", "tiers", "features");

  // Chosen: a live row is wanted at once, and one write in 200 ms per row is what a store carries.
  private static final Duration DEFAULT_PUBLISH_INTERVAL = Duration.ofMillis(200);
  private static final Duration SHORTEST_PUBLISH_INTERVAL = Duration.ofMillis(10);
  private static final Duration LONGEST_PUBLISH_INTERVAL = Duration.ofHours(1);

  private final FeatureReader features;

  ViewReader(FeatureReader features) {
    this.features = features;
  }

  /**
   * Reads a view into {@code views}: a new one, or further features of one that an earlier file
   * declares.
   */
  void read(String name, YamlMapping yaml, Map<String, DeclaredView> views) {
    yaml.allowOnly(KEYS);
    DeclaredView view = views.get(name);
    if (view == null) {
      view = declare(name, yaml);
      views.put(name, view);
    } else {
      allowAppendingOnly(view, yaml);
    }
    yaml.require("features", "add 'features:' with at least one");
    YamlMapping entries = yaml.mapping("features", "the features of view " + name);
    if (entries.keys().isEmpty()) {
      throw entries.at().refuse("view " + name + " has no features; add at least one");
    }
    for (String feature : entries.keys()) {
      view.append(features.read(view, feature, entries));
    }
  }

  private static DeclaredView declare(String name, YamlMapping yaml) {
    Keywords.checkName(name, yaml.at(), "view");
    EntityType entity =
        Keywords.required(yaml, "entity", EntityType.values(), EntityType::yamlName);
    ViewKind kind = Keywords.required(yaml, "kind", ViewKind.values(), ViewKind::yamlName);
    checkEntity(entity, kind, yaml);
    FeatureView empty =
        new FeatureView(
            name,
            entity,
            kind,
            maxAge(kind, yaml),
            publishInterval(kind, yaml),
            tiers(kind, yaml),
            List.of());
    return new DeclaredView(yaml.at(), empty);
  }

  private static void allowAppendingOnly(DeclaredView view, YamlMapping yaml) {
    for (String key : yaml.keys()) {
      if (!key.equals("features")) {
        throw yaml.at(key)
            .refuse(
                "view "
                    + view.name()
                    + " is already declared at "
                    + view.at()
                    + ", where its "
                    + key
                    + " belongs; keep only 'features:' here, or give the view another name");
      }
    }
  }

  private static void checkEntity(EntityType entity, ViewKind kind, YamlMapping yaml) {
    if ((entity == EntityType.REQUEST) != (kind == ViewKind.REQUEST)) {
      throw yaml.at("kind")
          .refuse(
              yaml.owner()
                  + " joins the entity "
                  + entity.yamlName()
                  + " with the kind "
                  + kind.yamlName()
                  + "; the entity request and the kind request go together");
    }
  }

  private static Duration maxAge(ViewKind kind, YamlMapping yaml) {
    if (kind == ViewKind.REQUEST) {
      if (yaml.has("max-age")) {
        throw yaml.at("max-age")
            .refuse(
                yaml.owner() + " has a max-age, but the values of a request do not age; remove it");
      }
      return Duration.ZERO;
    }
    yaml.require("max-age", "add 'max-age: 5m' or what fits");
    return Keywords.maxAge(yaml).orElseThrow();
  }

  private static @Nullable Duration publishInterval(ViewKind kind, YamlMapping yaml) {
    if (kind == ViewKind.EVENT) {
      return Keywords.length(
              yaml,
              "publish-interval",
              SHORTEST_PUBLISH_INTERVAL,
              LONGEST_PUBLISH_INTERVAL,
              "10ms to 1h")
          .orElse(DEFAULT_PUBLISH_INTERVAL);
    }
    if (yaml.has("publish-interval")) {
      throw yaml.at("publish-interval")
          .refuse(
              yaml.owner()
                  + " has a publish-interval, but only views of kind event are published; remove it");
    }
    return null;
  }

  private static List<String> tiers(ViewKind kind, YamlMapping yaml) {
    Set<String> tiers = new LinkedHashSet<>();
    for (YamlText tier : yaml.texts("tiers")) {
      if (kind == ViewKind.REQUEST) {
        throw tier.at()
            .refuse(yaml.owner() + " has tiers, but a request is not stored; remove them");
      }
      if (!tier.text().matches("[a-z][a-z0-9-]{0,62}")) {
        throw tier.at()
            .refuse(
                yaml.owner()
                    + " names the tier '"
                    + tier.text()
                    + "'; write lower case letters, digits and hyphens, as in near-cache");
      }
      if (!tiers.add(tier.text())) {
        throw tier.at()
            .refuse(yaml.owner() + " names the tier " + tier.text() + " twice; remove one");
      }
    }
    return new ArrayList<>(tiers);
  }
}
