package io.tiffin.feature;

/**
 * What a row is about, and so how its key is found for an order.
 *
 * <p>The key's text is: restaurant {@code r-17}; restaurant and hour of week {@code r-17@115}
 * (0–167, Monday 00:00 is 0, the restaurant's local time); zones an H3 cell address; city its id.
 */
public enum EntityType {
  /** The order itself: features computed from the request, never stored. */
  REQUEST,
  RESTAURANT,
  RESTAURANT_HOUR,
  /** H3 cell of resolution 7 around the restaurant. */
  COURIER_ZONE,
  /** H3 cell of resolution 8 around the drop-off. */
  DROPOFF_ZONE,
  /** H3 cell of resolution 7 around the drop-off: the parent of {@link #DROPOFF_ZONE}. */
  DROPOFF_AREA,
  CITY;

  /** The name used in the catalogue's YAML: the constant's name in lower case. */
  public String yamlName() {
    return switch (this) {
      case REQUEST -> "request";
      case RESTAURANT -> "restaurant";
      case RESTAURANT_HOUR -> "restaurant_hour";
      case COURIER_ZONE -> "courier_zone";
      case DROPOFF_ZONE -> "dropoff_zone";
      case DROPOFF_AREA -> "dropoff_area";
      case CITY -> "city";
    };
  }
}
