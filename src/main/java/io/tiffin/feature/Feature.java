package io.tiffin.feature;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A feature as the catalogue declares it.
 *
 * @param name full name
 * @param type type of its values
 * @param unit unit in words, such as {@code s}, {@code m}, {@code orders}; empty if it has none
 * @param defaultValue what stands in when nothing else answers: a {@link Double} for numeric types,
 *     a {@link String} for text; null only where the product computes the default ({@code
 *     restaurant_profile.lat} …)
 * @param parent the feature of a coarser entity that is asked before the default; null for none
 * @param origin where the value comes from
 * @param maxAge the age beyond which a value is not served as fresh; the view's unless the feature
 *     sets its own
 * @param description one sentence for people
 */
public record Feature(
    FeatureName name,
    FeatureType type,
    String unit,
    @Nullable Object defaultValue,
    @Nullable FeatureName parent,
    Origin origin,
    Duration maxAge,
    String description) {}
