package io.tiffin.window;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;

/**
 * The buckets of a DDSketch (Masson, Rim, Lee 2019) over whole numbers: code 0 holds zero, positive
 * codes positive amounts in growing order, negative codes their mirror image. The cubic mapping is
 * arithmetic without logarithms, so every JVM finds the same bucket.
 */
final class Buckets {

  /** Relative error of the value read from a bucket. Chosen: half of the 2 % that is promised. */
  static final double RELATIVE_ACCURACY = 0.01;

  private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);
  private static final int BEFORE_FIRST = MAPPING.index(1) - 1;

  /** The code of the largest amount, about 2,200. */
  static final int MAX_CODE = code(Long.MAX_VALUE);

  private Buckets() {}

  static int code(long amount) {
    if (amount == 0) {
      return 0;
    }
    return amount > 0 ? positive((double) amount) : -positive(-(double) amount);
  }

  private static int positive(double amount) {
    return MAPPING.index(amount) - BEFORE_FIRST;
  }

  /** The amount that stands for a bucket. */
  static double value(int code) {
    if (code == 0) {
      return 0;
    }
    return code > 0 ? MAPPING.value(code + BEFORE_FIRST) : -MAPPING.value(-code + BEFORE_FIRST);
  }
}
