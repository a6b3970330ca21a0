package io.tiffin.event;

import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import java.time.ZoneId;

/**
 * What a restaurant's profile says that its orders are counted by.
 *
 * @param courierZone H3 cell of resolution 7 around {@code place}
 * @param eventMicros when the profile was written, by its source: an older one does not replace it
 */
public record KnownRestaurant(Place place, ZoneId timeZone, String courierZone, long eventMicros) {

  /** What a profile says. */
  public static KnownRestaurant of(Event.RestaurantProfile profile, Zones zones) {
    return new KnownRestaurant(
        profile.place(),
        profile.timeZone(),
        zones.courierZone(profile.place()),
        Stamp.of(profile.envelope()).eventMicros());
  }

  /** Whether the other is older, and must not replace this. */
  public boolean isNewerThan(KnownRestaurant other) {
    return eventMicros > other.eventMicros;
  }
}
