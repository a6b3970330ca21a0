package io.tiffin.estimate;

import io.tiffin.feature.FeatureName;
import io.tiffin.geo.Place;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller knows of an order.
 *
 * @param orderId the caller's own identifier; null if it has none
 * @param restaurantId 1–128 characters; need not be known to Tiffin
 * @param dropoff where it goes; null if unknown, then features of its zone fall to their parents
 * @param placedAt when it was or will be placed; arrival is counted from here
 * @param itemsTotal number of items, counting quantities; null if unknown
 * @param itemsDistinct number of different items; null if unknown
 * @param subtotalCents price of the items in hundredths of the currency; null if unknown
 * @param given features that the caller knows better: a {@link Double} for numeric ones, a {@link
 *     String} for text
 * @param promisedMinutes what the customer was told: the line between on time and late
 */
public record PartialOrder(
    @Nullable String orderId,
    String restaurantId,
    @Nullable Place dropoff,
    Instant placedAt,
    @Nullable Integer itemsTotal,
    @Nullable Integer itemsDistinct,
    @Nullable Long subtotalCents,
    Map<FeatureName, Object> given,
    double promisedMinutes) {

  /** What an order is promised where nobody says. */
  public static final double DEFAULT_PROMISE_MINUTES = 45;

  public PartialOrder {
    given = Map.copyOf(given);
  }
}
