package io.tiffin.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every feature view that is declared, in the order declared. Immutable. */
public final class Catalogue {

  private final Map<String, FeatureView> views = new LinkedHashMap<>();
  private final Map<FeatureName, Feature> features = new LinkedHashMap<>();

  /**
   * A catalogue of these views.
   *
   * @throws IllegalArgumentException if two views, or two features, have the same name
   */
  public Catalogue(List<FeatureView> views) {
    for (FeatureView view : views) {
      if (this.views.put(view.name(), view) != null) {
        throw new IllegalArgumentException("view " + view.name() + " is declared twice");
      }
      for (Feature feature : view.features()) {
        if (features.put(feature.name(), feature) != null) {
          throw new IllegalArgumentException("feature " + feature.name() + " is declared twice");
        }
      }
    }
  }

  public List<FeatureView> views() {
    return List.copyOf(views.values());
  }

  public Optional<FeatureView> view(String name) {
    return Optional.ofNullable(views.get(name));
  }

  public Optional<Feature> feature(FeatureName name) {
    return Optional.ofNullable(features.get(name));
  }
}
