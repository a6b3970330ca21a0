package io.tiffin.serving;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.ValueState;
import io.tiffin.geo.Zones;
import org.jspecify.annotations.Nullable;

/**
 * One entity named by a caller: its own key, its restaurant's, and its city's, whose feed tells the
 * age of event features.
 */
final class LookUpContext implements EntityContext {

  private final EntityType type;
  private final String key;
  private final Zones zones;
  private @Nullable String cityId;
  private ValueState cityState = ValueState.NOT_FOUND;

  LookUpContext(EntityType type, String key, Zones zones) {
    this.type = type;
    this.key = key;
    this.zones = zones;
  }

  @Override
  public void readProfile(FeatureVector vector, Cities cities) {
    int position = vector.plan().profile().cityId();
    cityState = vector.state(position);
    cityId =
        switch (type) {
          case CITY -> key;
          case COURIER_ZONE, DROPOFF_ZONE, DROPOFF_AREA ->
              zones.centre(key).map(place -> cities.nearest(place).id()).orElse(null);
          case RESTAURANT, RESTAURANT_HOUR ->
              vector.isSettled(position) || cityState.isFault()
                  ? vector.text(position)
                  : cities.first().id();
          case REQUEST -> null;
        };
  }

  @Override
  public @Nullable String entity(EntityType wanted) {
    if (wanted == type) {
      return key;
    }
    return switch (wanted) {
      case RESTAURANT -> type == EntityType.RESTAURANT_HOUR ? restaurantId() : null;
      case CITY -> cityId;
      case REQUEST, RESTAURANT_HOUR, COURIER_ZONE, DROPOFF_ZONE, DROPOFF_AREA -> null;
    };
  }

  @Override
  public ValueState unknownEntityState(EntityType wanted) {
    return wanted == EntityType.CITY ? cityState : ValueState.NOT_FOUND;
  }

  private String restaurantId() {
    int at = key.lastIndexOf('@');
    return at < 0 ? key : key.substring(0, at);
  }
}
