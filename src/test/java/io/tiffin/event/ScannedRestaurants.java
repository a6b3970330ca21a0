package io.tiffin.event;

import io.tiffin.feature.EntityType;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What restaurants' profiles say, and whom an event counts for by them. */
final class ScannedRestaurants {

  private final Zones zones;
  private final Map<String, Event.RestaurantProfile> profiles = new HashMap<>();

  ScannedRestaurants(Zones zones) {
    this.zones = zones;
  }

  void learn(Event.RestaurantEvent event) {
    if (event instanceof Event.RestaurantProfile told) {
      profiles.merge(
          told.restaurantId(),
          told,
          (known, newer) -> time(newer).isBefore(time(known)) ? known : newer);
    }
  }

  private static Instant time(Event event) {
    return event.envelope().eventTime();
  }

  Map<EntityType, String> entities(Event.OrderPlaced placed, long micros) {
    Map<EntityType, String> keys = entities(placed.restaurantId());
    Event.RestaurantProfile profile = profiles.get(placed.restaurantId());
    if (profile != null) {
      ZonedDateTime local =
          Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(profile.timeZone());
      int hour = (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
      keys.put(EntityType.RESTAURANT_HOUR, placed.restaurantId() + "@" + hour);
    }
    if (placed.dropoff() != null) {
      keys.put(EntityType.DROPOFF_ZONE, zones.dropoffZone(placed.dropoff()));
      keys.put(EntityType.DROPOFF_AREA, zones.courierZone(placed.dropoff()));
    }
    return keys;
  }

  Map<EntityType, String> entities(String restaurantId) {
    Map<EntityType, String> keys = new EnumMap<>(EntityType.class);
    keys.put(EntityType.RESTAURANT, restaurantId);
    keys.put(EntityType.CITY, SampleCity.CITY);
    Event.RestaurantProfile profile = profiles.get(restaurantId);
    if (profile != null) {
      keys.put(EntityType.COURIER_ZONE, zones.courierZone(profile.place()));
    }
    return keys;
  }

  Map<EntityType, String> courierEntities(Place place) {
    Map<EntityType, String> keys = new EnumMap<>(EntityType.class);
    keys.put(EntityType.CITY, SampleCity.CITY);
    if (place != null) {
      keys.put(EntityType.COURIER_ZONE, zones.courierZone(place));
    }
    return keys;
  }

  /** Metres from the restaurant to the drop-off by streets; NaN if one is not known. */
  double distance(Event.OrderPlaced placed) {
    Event.RestaurantProfile profile = profiles.get(placed.restaurantId());
    return profile == null || placed.dropoff() == null
        ? Double.NaN
        : profile.place().metresTo(placed.dropoff()) * 1.3;
  }
}
