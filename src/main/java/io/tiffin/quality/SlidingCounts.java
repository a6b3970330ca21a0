package io.tiffin.quality;

import java.time.Duration;
import java.util.Arrays;

/**
 * Counts by bin of what came within a window: a ring of slices, of which the oldest is forgotten
 * when a new one begins. Guarded by whoever uses it.
 *
 * <p>Of many only some are counted, and of fewer more of them; so each slice's counts stand for all
 * that came in it. Otherwise the quiet hours would weigh more than they do.
 */
final class SlidingCounts {

  /** Slices of a window: six hours each of a week. Chosen. */
  private static final int SLICES = 28;

  private final long sliceMillis;
  private final long[] numbers = new long[SLICES];
  private final long[] came = new long[SLICES];
  private final int[] counted = new int[SLICES];
  private final int[][] counts;

  SlidingCounts(Duration window, int bins) {
    sliceMillis = Math.max(1, window.toMillis() / SLICES);
    counts = new int[SLICES][bins];
    Arrays.fill(numbers, Long.MIN_VALUE);
  }

  /**
   * Counts one, bin by bin, into what is returned.
   *
   * @param stoodFor how many came since the last one that was counted, itself among them
   */
  int[] count(long nowMillis, long stoodFor) {
    long number = Math.floorDiv(nowMillis, sliceMillis);
    int slice = Math.floorMod(number, SLICES);
    if (numbers[slice] != number) {
      numbers[slice] = number;
      came[slice] = 0;
      counted[slice] = 0;
      Arrays.fill(counts[slice], 0);
    }
    came[slice] += stoodFor;
    counted[slice]++;
    return counts[slice];
  }

  /** How many were counted. */
  long counted(long nowMillis) {
    long sum = 0;
    for (int slice = 0; slice < SLICES; slice++) {
      sum += isWithin(slice, nowMillis) ? counted[slice] : 0;
    }
    return sum;
  }

  /** How many came in each of these bins, as those tell that were counted. */
  double[] came(int from, int size, long nowMillis) {
    double[] sums = new double[size];
    for (int slice = 0; slice < SLICES; slice++) {
      if (isWithin(slice, nowMillis)) {
        double each = (double) came[slice] / counted[slice];
        for (int bin = 0; bin < size; bin++) {
          sums[bin] += each * counts[slice][from + bin];
        }
      }
    }
    return sums;
  }

  private boolean isWithin(int slice, long nowMillis) {
    long age = Math.floorDiv(nowMillis, sliceMillis) - numbers[slice];
    return counted[slice] > 0 && age >= 0 && age < SLICES;
  }
}
