package io.tiffin.evaluation;

/**
 * The population stability index: how far a feature's distribution has moved from that of the
 * training set. Σ (a − e) · ln(a / e) over bins, e and a the expected and the actual share of a bin
 * (Siddiqi, "Credit Risk Scorecards", 2006; the sum of both Kullback–Leibler divergences). By
 * custom below 0.1 is stable and above 0.25 has shifted.
 */
public final class PopulationStability {

  /**
   * Stands for the share of an empty bin, whose logarithm would be infinite; the customary choice.
   */
  private static final double EMPTY_SHARE = 1e-4;

  private PopulationStability() {}

  /**
   * The index of two histograms over the same bins; 0 if their shares are equal, never negative,
   * the same the other way round. Any bin counts as at least one in 10,000.
   *
   * @param expected shares, counts or weights of the bins of the training set
   * @param actual likewise of the population looked at
   * @throws IllegalArgumentException if the lengths differ or a histogram is empty
   */
  public static double index(double[] expected, double[] actual) {
    Series.check(expected.length, actual.length);
    double expectedTotal = total(expected);
    double actualTotal = total(actual);
    double index = 0;
    for (int bin = 0; bin < expected.length; bin++) {
      double e = Math.max(expected[bin] / expectedTotal, EMPTY_SHARE);
      double a = Math.max(actual[bin] / actualTotal, EMPTY_SHARE);
      index += (a - e) * Math.log(a / e);
    }
    return index;
  }

  private static double total(double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException("a histogram without any count");
    }
    return total;
  }
}
