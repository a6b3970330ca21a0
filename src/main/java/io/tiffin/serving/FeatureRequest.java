package io.tiffin.serving;

import io.tiffin.feature.FeatureName;
import io.tiffin.geo.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an order that is known, as features are looked up for it.
 *
 * @param restaurantId 1–128 characters
 * @param dropoff where the order goes; null if unknown
 * @param placedAt when it was or will be placed: drives the calendar features only
 * @param receivedAt when it was asked about: live state is evaluated, and ages are counted, as of
 *     this instant
 * @param itemsTotal number of items, counting quantities; null if unknown
 * @param itemsDistinct number of different items; null if unknown
 * @param subtotalCents price of the items in hundredths of the currency; null if unknown
 * @param given values that beat stored ones: a {@link Double} for numeric features, a {@link
 *     String} for text
 * @param maxAge tightens every feature's max age for this request; null to leave them
 */
public record FeatureRequest(
    String restaurantId,
    @Nullable Place dropoff,
    Instant placedAt,
    Instant receivedAt,
    @Nullable Integer itemsTotal,
    @Nullable Integer itemsDistinct,
    @Nullable Long subtotalCents,
    Map<FeatureName, Object> given,
    @Nullable Duration maxAge) {

  public FeatureRequest {
    given = Map.copyOf(given);
  }
}
