package io.tiffin.serving;

import io.tiffin.feature.Feature;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * One feature of an entity as it is stored, without anything standing in for it.
 *
 * @param feature which
 * @param value {@code Long}, {@code Double}, {@code Boolean} or {@code String}; null unless the
 *     state is {@code PRESENT}
 * @param state whether it could be read, or why not
 * @param source the store it came from, or {@code COMPUTED}; null unless the state is {@code
 *     PRESENT}
 * @param eventTimeMicros when it was true, microseconds since the epoch; 0 if unknown
 */
public record FeatureValue(
    Feature feature,
    @Nullable Object value,
    ValueState state,
    @Nullable Source source,
    long eventTimeMicros) {}
