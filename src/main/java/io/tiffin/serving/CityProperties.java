package io.tiffin.serving;

import io.tiffin.geo.City;
import io.tiffin.geo.Place;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The cities served.
 *
 * @param cities at least one; the first is the city of restaurants that nobody has described
 */
@Validated
@ConfigurationProperties("tiffin")
record CityProperties(@NotEmpty List<@Valid CitySettings> cities) {

  /**
   * One city.
   *
   * @param id its id, as in events and rows
   * @param lat degrees north of its centre
   * @param lon degrees east of its centre
   * @param timeZone its local time, such as Europe/Berlin
   */
  record CitySettings(
      @NotBlank String id,
      @DecimalMin("-90") @DecimalMax("90") double lat,
      @DecimalMin("-180") @DecimalMax("180") double lon,
      ZoneId timeZone) {}

  Cities toCities() {
    return new Cities(
        cities.stream()
            .map(city -> new City(city.id(), new Place(city.lat(), city.lon()), city.timeZone()))
            .toList());
  }
}
