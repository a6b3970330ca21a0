package io.tiffin.estimate;

import java.util.Arrays;

/**
 * The distribution of an order's delivery time in minutes: from its placing, or what is left of it.
 * Ascending, in tenths of a minute: six seconds; more digits would claim a precision that nobody
 * has.
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

  /** What is left of an order that has not arrived is never nothing. */
  static final double LEAST_LEFT = 0.1;

  /**
   * A whole delivery time, within {@value #LEAST} to {@value #MOST} minutes: quantiles that cross
   * are sorted. The array is used up.
   */
  public static DeliveryMinutes ofQuantiles(double[] quantiles) {
    Arrays.sort(quantiles);
    return ofSorted(quantiles, LEAST);
  }

  /** What is left, from {@value #LEAST_LEFT} minutes on; as {@link #ofQuantiles} otherwise. */
  static DeliveryMinutes ofLeft(double[] quantiles) {
    Arrays.sort(quantiles);
    return ofSorted(quantiles, LEAST_LEFT);
  }

  /** The whole, of which so many minutes have gone by and these are left. */
  DeliveryMinutes after(double elapsed) {
    return new DeliveryMinutes(
        tenths(elapsed + p10), tenths(elapsed + p50), tenths(elapsed + p80), tenths(elapsed + p90));
  }

  private static DeliveryMinutes ofSorted(double[] quantiles, double least) {
    return new DeliveryMinutes(
        bounded(quantiles[0], least),
        bounded(quantiles[1], least),
        bounded(quantiles[2], least),
        bounded(quantiles[3], least));
  }

  private static double bounded(double minutes, double least) {
    return tenths(Math.clamp(minutes, least, MOST));
  }

  static double tenths(double minutes) {
    return Math.round(minutes * 10) / 10.0;
  }
}
