package io.tiffin.model;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.List;

/** A catalogue of a few features of each type that a column can hold. */
public final class TestCatalogue {

  private TestCatalogue() {}

  public static Catalogue catalogue() {
    FeatureView request =
        new FeatureView(
            "request",
            EntityType.REQUEST,
            ViewKind.REQUEST,
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            List.of(),
            List.of(
                feature("request.items_total", FeatureType.INT32, 3.0),
                feature("request.distance_m", FeatureType.DOUBLE, 2070.0),
                feature("request.hour_of_week", FeatureType.INT32, 84.0)));
    FeatureView profile =
        new FeatureView(
            "restaurant_profile",
            EntityType.RESTAURANT,
            ViewKind.LOADED,
            Duration.ofDays(30),
            Duration.ofSeconds(1),
            List.of(),
            List.of(feature("restaurant_profile.cuisine", FeatureType.STRING, "other")));
    return new Catalogue(List.of(request, profile));
  }

  private static Feature feature(String name, FeatureType type, Object defaultValue) {
    return new Feature(
        FeatureName.parse(name),
        type,
        "",
        defaultValue,
        null,
        new Origin.Request(),
        Duration.ofDays(1),
        "");
  }
}
