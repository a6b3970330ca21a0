package io.tiffin.feature;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A feature view: the features of one kind of entity that are stored and read together, as one row.
 *
 * <p>The order of the features that are stored is the order of the YAML and part of the row format:
 * new features are added at the end.
 *
 * @param name lower case letters, digits and underscores
 * @param entity what its rows are about
 * @param kind where its rows come from
 * @param maxAge default of {@link Feature#maxAge()}; zero in a view of kind request, whose values
 *     do not age
 * @param publishInterval how often a changed row is published at most; null unless the kind is
 *     {@link ViewKind#EVENT}
 * @param tiers names of the tiers that its rows are kept in, nearest first; empty for the service's
 *     own list
 * @param features in the order declared
 */
public record FeatureView(
    String name,
    EntityType entity,
    ViewKind kind,
    Duration maxAge,
    @Nullable Duration publishInterval,
    List<String> tiers,
    List<Feature> features) {

  public FeatureView {
    tiers = List.copyOf(tiers);
    features = List.copyOf(features);
  }

  /** The feature of this name within the view; empty if there is none. */
  public Optional<Feature> feature(String name) {
    return features.stream().filter(feature -> feature.name().feature().equals(name)).findFirst();
  }
}
