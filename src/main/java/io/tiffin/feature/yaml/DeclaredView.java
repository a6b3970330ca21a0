package io.tiffin.feature.yaml;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view while its files are read: further files may append features. */
final class DeclaredView {

  private final Spot at;
  private final FeatureView empty;
  private final Map<String, DeclaredFeature> features = new LinkedHashMap<>();
  private @Nullable Duration tile;

  /**
   * @param at where its name stands
   * @param empty the view without its features
   */
  DeclaredView(Spot at, FeatureView empty) {
    this.at = at;
    this.empty = empty;
  }

  Spot at() {
    return at;
  }

  String name() {
    return empty.name();
  }

  EntityType entity() {
    return empty.entity();
  }

  ViewKind kind() {
    return empty.kind();
  }

  Duration maxAge() {
    return empty.maxAge();
  }

  Iterable<DeclaredFeature> features() {
    return features.values();
  }

  /** Adds a feature behind the others; refuses a name that the view has. */
  void append(DeclaredFeature declared) {
    DeclaredFeature known = features.putIfAbsent(declared.feature().name().feature(), declared);
    if (known != null) {
      throw declared
          .at()
          .refuse(
              "feature "
                  + declared.feature().name()
                  + " is already declared at "
                  + known.at()
                  + "; give it another name");
    }
  }

  /**
   * Whether a window of tiles of this width fits the others of the view, all of whose tiles are
   * equally wide.
   */
  boolean takesTile(Duration width) {
    if (tile == null) {
      tile = width;
    }
    return tile.equals(width);
  }

  FeatureView toView() {
    return new FeatureView(
        empty.name(),
        empty.entity(),
        empty.kind(),
        empty.maxAge(),
        empty.publishInterval(),
        empty.tiers(),
        List.copyOf(features.values()).stream().map(DeclaredFeature::feature).toList());
  }
}
