package io.tiffin.serving;

import io.tiffin.feature.EntityKeys;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import io.tiffin.serving.ProfileGuesses.ProfileGuess;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where and when an order is: the keys of the entities it touches. What the restaurant's profile
 * tells is known once {@link #readProfile} has run. Used by one thread.
 */
final class OrderContext implements EntityContext {

  private final FeatureRequest request;
  private final Zones zones;
  private final LocalCalendar calendar;
  private final @Nullable String dropoffZone;
  private final @Nullable ProfileGuess guess;
  private City city;
  private ZoneId timeZone;
  private String cityId;
  private @Nullable Place restaurant;
  private ValueState restaurantState = ValueState.NOT_FOUND;
  private ValueState cityState = ValueState.PRESENT;
  private ValueState hourState = ValueState.PRESENT;

  /**
   * @param guess what the restaurant's profile probably says; null without any idea
   */
  OrderContext(
      FeatureRequest request,
      Zones zones,
      LocalCalendar calendar,
      City defaultCity,
      @Nullable ProfileGuess guess) {
    this.request = request;
    this.guess = guess;
    this.zones = zones;
    this.calendar = calendar;
    Place dropoff = request.dropoff();
    dropoffZone = dropoff == null ? null : zones.dropoffZone(dropoff);
    city = defaultCity;
    cityId = defaultCity.id();
    timeZone = defaultCity.timeZone();
  }

  /** {@inheritDoc} Settles what is missing of the profile with the facts of the city. */
  @Override
  public void readProfile(FeatureVector vector, Cities cities) {
    ProfileSlots profile = vector.plan().profile();
    readPlace(profile, vector);
    String namedCity = vector.text(profile.cityId());
    if (namedCity != null) {
      cityId = namedCity;
      city = cities.named(namedCity);
    }
    timeZone = zone(vector.text(profile.timeZone()), city.timeZone());
    cityState = cities.isOne() ? ValueState.PRESENT : unknownIfFault(profile.cityId(), vector);
    hourState = unknownIfFault(profile.timeZone(), vector);
    settle(profile, vector);
  }

  private void readPlace(ProfileSlots profile, FeatureVector vector) {
    if (vector.isSettled(profile.lat()) && vector.isSettled(profile.lon())) {
      restaurant = placeOrNull(vector.number(profile.lat()), vector.number(profile.lon()));
    }
    ValueState lat = vector.state(profile.lat());
    ValueState lon = vector.state(profile.lon());
    if (restaurant != null) {
      restaurantState = ValueState.PRESENT;
    } else if (lat == ValueState.PRESENT || lon.isFault()) {
      restaurantState = lon == ValueState.PRESENT ? ValueState.NULL_VALUE : lon;
    } else {
      restaurantState = lat;
    }
  }

  /** What nobody was told can be assumed; what could not be read can't. */
  private static ValueState unknownIfFault(int position, FeatureVector vector) {
    ValueState state = vector.state(position);
    return state.isFault() ? state : ValueState.PRESENT;
  }

  private void settle(ProfileSlots profile, FeatureVector vector) {
    settle(profile.lat(), city.centre().lat(), vector);
    settle(profile.lon(), city.centre().lon(), vector);
    settle(profile.timeZone(), timeZone.getId(), vector);
    settle(profile.cityId(), cityId, vector);
  }

  private static void settle(int position, double value, FeatureVector vector) {
    if (!vector.isSettled(position)) {
      vector.setNumber(position, value, vector.state(position), Source.DEFAULT, 0);
    }
  }

  private static void settle(int position, String value, FeatureVector vector) {
    if (!vector.isSettled(position)) {
      vector.setText(position, value, vector.state(position), Source.DEFAULT, 0);
    }
  }

  @Override
  public @Nullable String entity(EntityType type) {
    return switch (type) {
      case RESTAURANT -> request.restaurantId();
      case RESTAURANT_HOUR -> hourState.isFault() ? null : restaurantHour(timeZone);
      case COURIER_ZONE -> restaurant == null ? null : zones.courierZone(restaurant);
      case DROPOFF_ZONE -> dropoffZone;
      case DROPOFF_AREA -> request.dropoff() == null ? null : zones.courierZone(request.dropoff());
      case CITY -> cityState.isFault() ? null : cityId;
      case REQUEST -> throw new IllegalArgumentException("an order is no stored entity");
    };
  }

  @Override
  public @Nullable String likelyEntity(EntityType type) {
    if (guess == null) {
      return null;
    }
    return switch (type) {
      case RESTAURANT_HOUR -> restaurantHour(guess.timeZone());
      case COURIER_ZONE ->
          guess.restaurant() == null ? null : zones.courierZone(guess.restaurant());
      case CITY -> guess.cityId();
      case REQUEST, RESTAURANT, DROPOFF_ZONE, DROPOFF_AREA -> null;
    };
  }

  /** What the profile said, for the next order; null if it could not be read. */
  @Nullable ProfileGuess learned() {
    return hourState.isFault() || cityState.isFault() || restaurantState.isFault()
        ? null
        : new ProfileGuess(restaurant, timeZone, cityId);
  }

  @Override
  public ValueState unknownEntityState(EntityType type) {
    return switch (type) {
      case COURIER_ZONE -> restaurantState;
      case RESTAURANT_HOUR -> hourState;
      case CITY -> cityState;
      case REQUEST, RESTAURANT, DROPOFF_ZONE, DROPOFF_AREA -> ValueState.NOT_FOUND;
    };
  }

  private String restaurantHour(ZoneId zone) {
    int hour = calendar.hourOfWeek(request.placedAt(), zone);
    return EntityKeys.restaurantHour(request.restaurantId(), hour);
  }

  FeatureRequest request() {
    return request;
  }

  LocalCalendar calendar() {
    return calendar;
  }

  ZoneId timeZone() {
    return timeZone;
  }

  String cityId() {
    return cityId;
  }

  @Nullable String dropoffZone() {
    return dropoffZone;
  }

  @Nullable Place restaurant() {
    return restaurant;
  }

  ValueState restaurantState() {
    return restaurantState;
  }

  private static @Nullable Place placeOrNull(double lat, double lon) {
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? new Place(lat, lon) : null;
  }

  private static ZoneId zone(@Nullable String id, ZoneId fallback) {
    if (id == null) {
      return fallback;
    }
    try {
      return ZoneId.of(id);
    } catch (DateTimeException unknownZone) {
      return fallback;
    }
  }
}
