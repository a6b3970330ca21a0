package io.tiffin.serving;

import io.tiffin.geo.Place;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What profiles said of restaurants the last time, so that the rows whose keys a profile tells can
 * be asked for together with the profile: one round trip and not two. A guess is never an answer:
 * the profile is read all the same, and what it contradicts is asked for again. Thread-safe.
 */
final class ProfileGuesses {

  /** Restaurants remembered; beyond it all are forgotten. About 100 bytes each. Chosen. */
  private static final int MOST = 100_000;

  private final Map<String, ProfileGuess> byRestaurant = new ConcurrentHashMap<>();

  /**
   * What other entities' keys are found by.
   *
   * @param restaurant where it is; null if its profile does not say
   */
  record ProfileGuess(@Nullable Place restaurant, ZoneId timeZone, String cityId) {}

  /** What is likely; null for a restaurant that was not heard of. */
  @Nullable ProfileGuess of(String restaurantId) {
    return byRestaurant.get(restaurantId);
  }

  /** Remembers what the profile said. */
  void learn(String restaurantId, ProfileGuess told) {
    ProfileGuess before = byRestaurant.get(restaurantId);
    if (told.equals(before)) {
      return;
    }
    if (byRestaurant.size() >= MOST) {
      byRestaurant.clear();
    }
    byRestaurant.put(restaurantId, told);
  }
}
