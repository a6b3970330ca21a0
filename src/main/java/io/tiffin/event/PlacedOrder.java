package io.tiffin.event;

import io.tiffin.geo.Place;
import org.jspecify.annotations.Nullable;

/**
 * What an order's placing says, with the context it was placed in.
 *
 * @param dropoff where it goes; null if the placing did not say
 * @param promisedMinutes null if the app did not say
 * @param distanceM through streets from restaurant to drop-off, see {@link Place#streetMetresTo};
 *     NaN if one of them is unknown
 * @param entities what it counts for
 */
public record PlacedOrder(
    String restaurantId,
    @Nullable Place dropoff,
    int itemsTotal,
    int itemsDistinct,
    long subtotalCents,
    @Nullable Double promisedMinutes,
    double distanceM,
    Entities entities) {}
