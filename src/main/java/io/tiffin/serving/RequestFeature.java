package io.tiffin.serving;

import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.geo.Place;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The features that the product computes from the order itself; each is named in the catalogue's
 * view {@code request} by its lower-case name.
 */
enum RequestFeature {
  RESTAURANT_ID,
  DROPOFF_ZONE,
  HOUR_SIN,
  HOUR_COS,
  HOUR_OF_WEEK,
  HOLIDAY,
  ITEMS_TOTAL,
  ITEMS_DISTINCT,
  SUBTOTAL_CENTS,
  DISTANCE_M;

  static Optional<RequestFeature> named(String name) {
    return Arrays.stream(values())
        .filter(feature -> feature.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** Writes the feature's value, or that the order does not tell it. */
  void compute(OrderContext order, int position, FeatureVector vector) {
    FeatureRequest request = order.request();
    Instant placedAt = request.placedAt();
    ZoneId zone = order.timeZone();
    switch (this) {
      case RESTAURANT_ID -> told(request.restaurantId(), position, vector);
      case DROPOFF_ZONE -> text(order.dropoffZone(), position, vector);
      case HOUR_SIN -> computed(order.calendar().hourSin(placedAt, zone), position, vector);
      case HOUR_COS -> computed(order.calendar().hourCos(placedAt, zone), position, vector);
      case HOUR_OF_WEEK -> computed(order.calendar().hourOfWeek(placedAt, zone), position, vector);
      case HOLIDAY -> computed(holiday(order, placedAt, zone), position, vector);
      case ITEMS_TOTAL -> told(request.itemsTotal(), position, vector);
      case ITEMS_DISTINCT -> told(request.itemsDistinct(), position, vector);
      case SUBTOTAL_CENTS -> told(request.subtotalCents(), position, vector);
      case DISTANCE_M -> distance(order, position, vector);
    }
  }

  private static double holiday(OrderContext order, Instant placedAt, ZoneId zone) {
    return order.calendar().isHoliday(placedAt, zone, order.cityId()) ? 1 : 0;
  }

  private static void distance(OrderContext order, int position, FeatureVector vector) {
    Place from = order.restaurant();
    Place to = order.request().dropoff();
    if (to == null) {
      vector.setMissing(position, ValueState.NOT_FOUND);
    } else if (from == null) {
      vector.setMissing(position, order.restaurantState());
    } else {
      computed(from.streetMetresTo(to), position, vector);
    }
  }

  private static void computed(double value, int position, FeatureVector vector) {
    vector.setNumber(position, value, ValueState.PRESENT, Source.COMPUTED, 0);
  }

  private static void told(@Nullable Number value, int position, FeatureVector vector) {
    if (value == null) {
      vector.setMissing(position, ValueState.NOT_FOUND);
    } else {
      vector.setNumber(position, value.doubleValue(), ValueState.PRESENT, Source.REQUEST, 0);
    }
  }

  private static void told(String value, int position, FeatureVector vector) {
    vector.setText(position, value, ValueState.PRESENT, Source.REQUEST, 0);
  }

  private static void text(@Nullable String value, int position, FeatureVector vector) {
    if (value == null) {
      vector.setMissing(position, ValueState.NOT_FOUND);
    } else {
      vector.setText(position, value, ValueState.PRESENT, Source.COMPUTED, 0);
    }
  }
}
