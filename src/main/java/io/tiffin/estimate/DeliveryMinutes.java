package io.tiffin.estimate;

import java.util.Arrays;

/**
 * The distribution of an order's delivery time, in minutes from its placing. Ascending, within
 * {@value #LEAST} to {@value #MOST}, in tenths of a minute: six seconds; more digits would claim a
 * precision that nobody has.
 *
 * @param p10 one order in ten is faster
 * @param p50 as many are faster as slower
 * @param p80 four in five are faster
 * @param p90 one in ten is slower
 */
public record DeliveryMinutes(double p10, double p50, double p80, double p90) {

  /** Nothing is cooked and carried in less. Chosen. */
  static final double LEAST = 1;

  /** A day: the longest that an order can be estimated to take. Chosen. */
  static final double MOST = 1440;

  /**
   * Whatever is told, in order and within bounds: quantiles that cross are sorted. The array is
   * used up.
   */
  static DeliveryMinutes ofQuantiles(double[] quantiles) {
    Arrays.sort(quantiles);
    return new DeliveryMinutes(
        bounded(quantiles[0]), bounded(quantiles[1]), bounded(quantiles[2]), bounded(quantiles[3]));
  }

  private static double bounded(double minutes) {
    return tenths(Math.clamp(minutes, LEAST, MOST));
  }

  static double tenths(double minutes) {
    return Math.round(minutes * 10) / 10.0;
  }
}
