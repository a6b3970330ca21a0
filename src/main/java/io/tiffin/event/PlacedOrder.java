package io.tiffin.event;

import org.jspecify.annotations.Nullable;

/**
 * What an order's placing says, with the context it was placed in.
 *
 * @param promisedMinutes null if the app did not say
 * @param distanceM through streets from restaurant to drop-off, see {@link
 *     io.tiffin.geo.Place#streetMetresTo}; NaN if one of them is unknown
 */
record PlacedOrder(
    String restaurantId,
    int itemsTotal,
    int itemsDistinct,
    long subtotalCents,
    @Nullable Double promisedMinutes,
    double distanceM,
    Entities entities) {}
