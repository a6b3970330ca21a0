package io.tiffin.event;

import org.jspecify.annotations.Nullable;

/**
 * What an order's placing says, with the context it was placed in.
 *
 * @param promisedMinutes null if the app did not say
 * @param distanceM great circle from restaurant to drop-off times {@link #DETOUR}; NaN if one of
 *     them is unknown
 */
record PlacedOrder(
    String restaurantId,
    int itemsTotal,
    int itemsDistinct,
    long subtotalCents,
    @Nullable Double promisedMinutes,
    double distanceM,
    Entities entities) {

  /** How much longer the way is than the great circle: the factor of {@code request.distance_m}. */
  static final double DETOUR = 1.3;
}
