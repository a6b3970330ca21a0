package io.tiffin.event;

import io.tiffin.geo.Place;
import java.time.ZoneId;

/**
 * What a restaurant's profile says that its orders are counted by.
 *
 * @param courierZone H3 cell of resolution 7 around {@code place}
 */
public record KnownRestaurant(Place place, ZoneId timeZone, String courierZone) {}
