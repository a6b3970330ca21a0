package io.tiffin.geo;

import com.uber.h3core.H3Core;
import com.uber.h3core.util.LatLng;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Zones of a city as H3 cells, written as H3 addresses such as {@code 871f1d489ffffff}.
 * Thread-safe.
 */
public final class Zones {

  /** Edge length about 1.4 km: the zone couriers are counted in, and the area around a drop-off. */
  public static final int COURIER_RESOLUTION = 7;

  /** Edge length about 0.5 km: the zone of a drop-off. */
  public static final int DROPOFF_RESOLUTION = 8;

  private final H3Core h3;

  /**
   * @throws UncheckedIOException if H3's native library cannot be unpacked and loaded
   */
  public Zones() {
    try {
      h3 = H3Core.newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException("H3's native library cannot be loaded", e);
    }
  }

  /** The resolution 7 cell around a place. */
  public String courierZone(Place place) {
    return h3.latLngToCellAddress(place.lat(), place.lon(), COURIER_RESOLUTION);
  }

  /** The resolution 8 cell around a place. */
  public String dropoffZone(Place place) {
    return h3.latLngToCellAddress(place.lat(), place.lon(), DROPOFF_RESOLUTION);
  }

  /** The centre of a cell; empty if the text is no H3 address. */
  public Optional<Place> centre(String cell) {
    try {
      if (!h3.isValidCell(cell)) {
        return Optional.empty();
      }
    } catch (NumberFormatException notHexadecimal) {
      return Optional.empty();
    }
    LatLng centre = h3.cellToLatLng(cell);
    return Optional.of(new Place(centre.lat, centre.lng));
  }
}
