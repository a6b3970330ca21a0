package io.tiffin.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loaded views made up for tests of rows. */
final class RowCodecFixture {

  private RowCodecFixture() {}

  /** A view whose features, named f0, f1 …, are loaded and have these types. */
  static FeatureView view(FeatureType... types) {
    List<Feature> features = new ArrayList<>();
    for (FeatureType type : types) {
      features.add(feature("f" + features.size(), type, new Origin.Load()));
    }
    return view(features);
  }

  static FeatureView view(List<Feature> features) {
    return new FeatureView(
        "v", EntityType.RESTAURANT, ViewKind.LOADED, Duration.ofDays(1), null, List.of(), features);
  }

  static Feature feature(String name, FeatureType type, Origin origin) {
    return new Feature(
        new FeatureName("v", name), type, "", null, null, origin, Duration.ofDays(1), "");
  }

  /** What a slot holds in the type that the codec takes; null if it is null. */
  static @Nullable Object value(PackedValues values, int slot, FeatureType type) {
    if (values.isNull(slot)) {
      return null;
    }
    return switch (type) {
      case INT32 -> (int) values.integer(slot);
      case INT64 -> values.integer(slot);
      case FLOAT -> (float) values.number(slot);
      case DOUBLE -> values.number(slot);
      case BOOLEAN -> values.integer(slot) == 1;
      case STRING -> values.text(slot);
    };
  }
}
