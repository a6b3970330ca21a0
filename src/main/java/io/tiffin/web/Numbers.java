package io.tiffin.web;

import io.tiffin.feature.FeatureType;
import org.jspecify.annotations.Nullable;

/** Numbers as JSON has them. */
final class Numbers {

  private Numbers() {}

  /**
   * The value as its type says it, 9 and not 9.0 for a whole number's; null for NaN, which JSON
   * does not have.
   */
  static @Nullable Object plain(double value, FeatureType type) {
    if (!Double.isFinite(value)) {
      return null;
    }
    return switch (type) {
      case BOOLEAN -> value != 0;
      case INT32, INT64 -> wholeOrNot(value);
      case FLOAT, DOUBLE -> Double.valueOf(value);
      case STRING -> null;
    };
  }

  /** A parent's mean may stand in for a count, and has a fraction. */
  private static Object wholeOrNot(double value) {
    return value == Math.rint(value) ? (Object) (long) value : (Object) value;
  }
}
