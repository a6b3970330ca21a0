package io.tiffin.geo;

/**
 * A point on the earth, WGS 84.
 *
 * @param lat degrees north, −90 to 90
 * @param lon degrees east, −180 to 180
 */
public record Place(double lat, double lon) {

  private static final double DETOUR = 1.3;
  private static final double MEAN_EARTH_RADIUS_M = 6_371_008.8; // IUGG mean radius

  public Place {
    if (!(lat >= -90 && lat <= 90)) {
      throw new IllegalArgumentException("lat is " + lat + ", expected -90 to 90");
    }
    if (!(lon >= -180 && lon <= 180)) {
      throw new IllegalArgumentException("lon is " + lon + ", expected -180 to 180");
    }
  }

  /** Metres to {@code other} along the great circle, by the haversine formula (Sinnott 1984). */
  public double metresTo(Place other) {
    double fromLat = Math.toRadians(lat);
    double toLat = Math.toRadians(other.lat);
    double sinLat = Math.sin((toLat - fromLat) / 2);
    double sinLon = Math.sin(Math.toRadians(other.lon - lon) / 2);
    double chord = sinLat * sinLat + Math.cos(fromLat) * Math.cos(toLat) * sinLon * sinLon;
    return 2 * MEAN_EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
  }

  /**
   * Metres to {@code other} through streets, without asking a map: the great circle times 1.3,
   * which is chosen from the field's routing figures.
   */
  public double streetMetresTo(Place other) {
    return DETOUR * metresTo(other);
  }
}
