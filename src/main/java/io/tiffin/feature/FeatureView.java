package io.tiffin.feature;

import java.time.Duration;
import java.util.List;

/**
 * A feature view: the features of one kind of entity that are stored and read together, as one row.
 *
 * <p>The order of the features that are stored is the order of the YAML and part of the row format: new features are added at the end.
 *
 * @param name lower case letters, digits and underscores
 * @param entity what its rows are about
 * @param kind where its rows come from
 * @param maxAge default of {@link Feature#maxAge()}
 * @param features in the order declared
 */
public record FeatureView(
    String name, EntityType entity, ViewKind kind, Duration maxAge, List<Feature> features) {

  public FeatureView {
    features = List.copyOf(features);
  }
}
