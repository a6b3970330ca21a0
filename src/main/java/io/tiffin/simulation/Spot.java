package io.tiffin.simulation;

import io.tiffin.geo.Place;

/**
 * A point of the city on a plane that touches the earth at its centre.
 *
 * @param east metres east of the centre
 * @param north metres north of the centre
 */
record Spot(double east, double north) {

  private static final double METRES_PER_DEGREE = 111_195; // of latitude, on the mean earth

  double metresTo(Spot other) {
    double x = other.east - east;
    double y = other.north - north;
    return Math.sqrt(x * x + y * y);
  }

  /**
   * The point that lies {@code share} of the way to {@code other}, by streets that run east and
   * north: such a way is 4/π = 1.27 times as long as the straight line on average, which is what
   * the streets' detour comes from.
   */
  Spot towards(Spot other, double share) {
    double x = other.east - east;
    double y = other.north - north;
    double gone = share * (Math.abs(x) + Math.abs(y));
    if (gone <= Math.abs(x)) {
      return new Spot(east + Math.copySign(gone, x), north);
    }
    return new Spot(other.east, north + Math.copySign(gone - Math.abs(x), y));
  }

  /** This point on the earth, rounded to 10⁻⁶ degrees (about 0.1 m) as phones send it. */
  Place place(Place centre) {
    double metresPerDegreeEast =
        METRES_PER_DEGREE * StrictMath.cos(StrictMath.toRadians(centre.lat()));
    return new Place(
        micro(centre.lat() + north / METRES_PER_DEGREE),
        micro(centre.lon() + east / metresPerDegreeEast));
  }

  private static double micro(double degrees) {
    return Math.rint(degrees * 1e6) / 1e6;
  }
}
