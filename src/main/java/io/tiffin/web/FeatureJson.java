package io.tiffin.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.serving.FeatureValue;
import io.tiffin.serving.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature's value and provenance, as it is answered.
 *
 * @param name full name; absent where it is the key
 * @param value a number, true or false, or text; absent if there is none
 * @param source who supplied it; absent if nobody did
 * @param state why the feature's own value could or could not be used
 * @param eventTime when the value was true; absent if that is not known
 * @param ageMillis how old that is
 */
record FeatureJson(
    @Nullable String name,
    @Nullable Object value,
    @Nullable String source,
    @JsonProperty("state") ValueState state,
    @Nullable Instant eventTime,
    @Nullable Long ageMillis) {

  /** Every feature of an estimate. */
  static List<FeatureJson> all(FeatureVector vector, Instant asOf) {
    List<Feature> features = vector.plan().features();
    List<FeatureJson> all = new ArrayList<>(features.size());
    for (int position = 0; position < features.size(); position++) {
      Feature feature = features.get(position);
      all.add(
          of(
              feature.name().toString(),
              value(vector, position, feature.type()),
              vector.source(position),
              vector.state(position),
              vector.eventTimeMicros(position),
              asOf));
    }
    return all;
  }

  /** A looked-up feature, without its name. */
  static FeatureJson of(FeatureValue found, Instant asOf) {
    return of(null, found.value(), found.source(), found.state(), found.eventTimeMicros(), asOf);
  }

  private static FeatureJson of(
      @Nullable String name,
      @Nullable Object value,
      @Nullable Source source,
      ValueState state,
      long eventTimeMicros,
      Instant asOf) {
    Instant eventTime =
        eventTimeMicros == 0 ? null : Instant.EPOCH.plus(eventTimeMicros, ChronoUnit.MICROS);
    Long age = eventTime == null ? null : Duration.between(eventTime, asOf).toMillis();
    return new FeatureJson(
        name, value, source == null ? null : source.name(), state, eventTime, age);
  }

  private static @Nullable Object value(FeatureVector vector, int position, FeatureType type) {
    return type == FeatureType.STRING
        ? vector.text(position)
        : Numbers.plain(vector.number(position), type);
  }
}
