package io.tiffin.web;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the features that a caller knows better, {@code {"restaurant_live.orders_outstanding": 9}},
 * against the catalogue.
 */
final class GivenFeatures {

  private static final int LONGEST_TEXT = 256;

  private final Catalogue catalogue;

  GivenFeatures(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** A {@link Double} for numeric features, 1 or 0 for true or false, a {@link String} for text. */
  Map<FeatureName, Object> read(Fields order, Violations violations) {
    if (!order.has("features")) {
      return Map.of();
    }
    Map<FeatureName, Object> given = new HashMap<>();
    order.entries("features", (name, value) -> read(name, value, given, violations));
    return given;
  }

  private void read(
      String name, JsonNode value, Map<FeatureName, Object> given, Violations violations) {
    String field = "features[\"" + Printable.text(name) + "\"]";
    Optional<Feature> known = feature(name);
    if (known.isEmpty()) {
      violations.addFeature(field, "the catalogue has no such feature");
      return;
    }
    if (value.isNull()) {
      return;
    }
    Feature feature = known.get();
    Object typed = typed(value, feature.type());
    double bound = bound(feature);
    if (typed == null) {
      violations.addFeature(field, "expected " + expected(feature.type()));
    } else if (typed instanceof Double number && Math.abs(number) > bound) {
      violations.addFeature(field, "expected a number from -%.0f to %.0f".formatted(bound, bound));
    } else {
      given.put(feature.name(), typed);
    }
  }

  private Optional<Feature> feature(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : catalogue.feature(new FeatureName(name.substring(0, dot), name.substring(dot + 1)));
  }

  /** How far from 0 the feature can be: a restaurant is somewhere on Earth. */
  private double bound(Feature feature) {
    boolean ofRestaurant =
        catalogue
            .view(feature.name().view())
            .map(FeatureView::entity)
            .filter(EntityType.RESTAURANT::equals)
            .isPresent();
    return switch (ofRestaurant ? feature.name().feature() : "") {
      case "lat" -> 90;
      case "lon" -> 180;
      default -> Double.POSITIVE_INFINITY;
    };
  }

  private static @Nullable Object typed(JsonNode value, FeatureType type) {
    return switch (type) {
      case STRING -> text(value);
      case BOOLEAN -> value.isBoolean() ? Double.valueOf(value.booleanValue() ? 1 : 0) : null;
      case INT32 -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> number(value, Float.MAX_VALUE);
      case DOUBLE -> number(value, Double.MAX_VALUE);
    };
  }

  private static @Nullable String text(JsonNode value) {
    String text = value.isString() ? value.stringValue() : null;
    return text != null && text.length() <= LONGEST_TEXT && Printable.isPlain(text) ? text : null;
  }

  private static @Nullable Double whole(JsonNode value, long least, long most) {
    if (!value.isNumber() || !value.canConvertToExactIntegral() || !value.canConvertToLong()) {
      return null;
    }
    long number = value.longValue();
    return number >= least && number <= most ? Double.valueOf((double) number) : null;
  }

  private static @Nullable Double number(JsonNode value, double most) {
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    return Math.abs(number) <= most ? Double.valueOf(number) : null;
  }

  private static String expected(FeatureType type) {
    return switch (type) {
      case STRING -> "text of at most " + LONGEST_TEXT + " characters";
      case BOOLEAN -> "true or false";
      case INT32, INT64 -> "a whole number of type " + type.yamlName();
      case FLOAT, DOUBLE -> "a number of type " + type.yamlName();
    };
  }
}
