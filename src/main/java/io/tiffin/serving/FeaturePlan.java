package io.tiffin.serving;

import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to read and compute for an order, compiled once from the features that are wanted. Immutable
 * and thread-safe.
 */
public final class FeaturePlan {

  private final List<Feature> features;
  private final Map<FeatureName, Integer> positions = new HashMap<>();

  FeaturePlan(List<Feature> features) {
    this.features = List.copyOf(features);
    for (Feature feature : features) {
      positions.put(feature.name(), positions.size());
    }
  }

  /**
   * Every feature of the plan by position: those wanted first, in the order wanted, then those that
   * they are computed from.
   */
  public List<Feature> features() {
    return features;
  }

  /**
   * The position of a feature.
   *
   * @throws IllegalArgumentException if the plan does not have it
   */
  public int position(FeatureName name) {
    Integer position = positions.get(name);
    if (position == null) {
      throw new IllegalArgumentException(name + " is not part of the plan");
    }
    return position;
  }
}
