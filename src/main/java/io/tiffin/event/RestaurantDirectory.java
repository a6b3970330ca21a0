package io.tiffin.event;

import java.util.Optional;

/** The profiles of restaurants, as far as they have arrived. */
@FunctionalInterface
public interface RestaurantDirectory {

  /**
   * The restaurant's profile; empty if none has arrived: its orders then count for the restaurant,
   * the drop-off and the city only.
   */
  Optional<KnownRestaurant> find(String restaurantId);
}
