package io.tiffin.sizing;

/**
 * What holds for every charge.
 *
 * @param hoursPerMonth that a month is billed as
 * @param useAtMost how full a unit may be on average, above 0 and at most 1
 */
record Terms(double hoursPerMonth, double useAtMost) {

  double secondsPerMonth() {
    return hoursPerMonth * 3_600;
  }
}
