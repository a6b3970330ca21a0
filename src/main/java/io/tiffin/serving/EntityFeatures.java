package io.tiffin.serving;

import java.util.List;

/**
 * What is stored about one entity.
 *
 * @param entity its key
 * @param features one per feature asked for, in that order
 */
public record EntityFeatures(String entity, List<FeatureValue> features) {

  public EntityFeatures {
    features = List.copyOf(features);
  }
}
