package io.tiffin.feature;

/** How entity keys are written, for those that are not an identifier of their own. */
public final class EntityKeys {

  private EntityKeys() {}

  /**
   * The key of {@link EntityType#RESTAURANT_HOUR}: {@code r-17@115}.
   *
   * @param hourOfWeek 0–167 in the restaurant's local time, Monday 00:00 is 0
   */
  public static String restaurantHour(String restaurantId, int hourOfWeek) {
    return restaurantId + "@" + hourOfWeek;
  }
}
