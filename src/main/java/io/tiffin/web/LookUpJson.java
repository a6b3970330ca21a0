package io.tiffin.web;

import io.tiffin.serving.EntityFeatures;
import io.tiffin.serving.FeatureValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looked-up features.
 *
 * @param rows one per entity, in the order asked
 */
record LookUpJson(String view, List<RowJson> rows) {

  /**
   * One entity's features.
   *
   * @param features by name within the view
   */
  record RowJson(String entity, Map<String, FeatureJson> features) {}

  static LookUpJson of(String view, List<EntityFeatures> found, Instant asOf) {
    return new LookUpJson(view, found.stream().map(each -> row(each, asOf)).toList());
  }

  private static RowJson row(EntityFeatures found, Instant asOf) {
    Map<String, FeatureJson> features = new LinkedHashMap<>();
    for (FeatureValue value : found.features()) {
      features.put(value.feature().name().feature(), FeatureJson.of(value, asOf));
    }
    return new RowJson(found.entity(), features);
  }
}
