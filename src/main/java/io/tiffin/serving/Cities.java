package io.tiffin.serving;

import io.tiffin.geo.City;
import io.tiffin.geo.Place;
import java.util.Comparator;
import java.util.List;

/** The cities served; the first is the one of restaurants that nobody has described. Immutable. */
public final class Cities {

  private final List<City> cities;

  /**
   * @throws IllegalArgumentException if there is none
   */
  public Cities(List<City> cities) {
    if (cities.isEmpty()) {
      throw new IllegalArgumentException("tiffin.cities names no city, expected at least one");
    }
    this.cities = List.copyOf(cities);
  }

  /** The city of restaurants that nobody has described. */
  public City first() {
    return cities.getFirst();
  }

  /** Whether there is no other city that an order could belong to. */
  boolean isOne() {
    return cities.size() == 1;
  }

  /** The city of this id, or the first for an id that is not configured. */
  City named(String id) {
    return cities.stream().filter(city -> city.id().equals(id)).findFirst().orElse(first());
  }

  /** The city whose centre is nearest. */
  City nearest(Place place) {
    return cities.stream()
        .min(Comparator.comparingDouble(city -> city.centre().metresTo(place)))
        .orElseThrow();
  }
}
