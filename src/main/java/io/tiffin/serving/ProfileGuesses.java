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

  /** Restaurants of a generation, of which there are two. About 100 bytes each. Chosen. */
  private static final int MOST = 100_000;

  private volatile Generations generations = new Generations(newGeneration(), newGeneration());

  /** What was heard of lately, and what was before that: the second is forgotten as a whole. */
  private record Generations(Map<String, ProfileGuess> young, Map<String, ProfileGuess> old) {}

  private static Map<String, ProfileGuess> newGeneration() {
    return new ConcurrentHashMap<>();
  }

  /**
   * What other entities' keys are found by.
   *
   * @param restaurant where it is; null if its profile does not say
   */
  record ProfileGuess(@Nullable Place restaurant, ZoneId timeZone, String cityId) {}

  /** What is likely; null for a restaurant that was not heard of. */
  @Nullable ProfileGuess of(String restaurantId) {
    Generations now = generations;
    ProfileGuess young = now.young.get(restaurantId);
    return young == null ? now.old.get(restaurantId) : young;
  }

  /** Remembers what the profile said. */
  void learn(String restaurantId, ProfileGuess told) {
    Generations now = generations;
    if (told.equals(now.young.get(restaurantId))) {
      return;
    }
    if (now.young.size() >= MOST) {
      now = new Generations(newGeneration(), now.young);
      generations = now;
    }
    now.young.put(restaurantId, told);
  }
}
