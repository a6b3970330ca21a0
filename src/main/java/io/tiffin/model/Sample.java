package io.tiffin.model;

import io.tiffin.feature.FeatureName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One delivery with its label, as a bundle carries a few to be tried with.
 *
 * @param features known values: a {@link Double} for numeric features, a {@link String} for text;
 *     those absent stand on their default
 * @param minutes how long the delivery took
 * @param promisedMinutes what the app had promised; null if it promised nothing
 */
public record Sample(
    Map<FeatureName, Object> features, double minutes, @Nullable Double promisedMinutes) {

  public Sample {
    features = Map.copyOf(features);
  }
}
