package io.tiffin.estimate;

/** The quantiles that are told to callers, of a log-normal distribution with a known median. */
final class LogNormal {

  /** The ranks that are told, ascending. */
  static final double[] RANKS = {0.1, 0.5, 0.8, 0.9};

  /** The standard normal distribution's quantiles at {@link #RANKS}. */
  private static final double[] STANDARD_SCORES = {
    -1.2815515655446004, 0, 0.8416212335729143, 1.2815515655446004
  };

  private LogNormal() {}

  /**
   * The quantile of a rank.
   *
   * @param logStandardDeviation standard deviation of the logarithm
   * @param rank index into {@link #RANKS}
   */
  static double quantile(double median, double logStandardDeviation, int rank) {
    return median * Math.exp(logStandardDeviation * STANDARD_SCORES[rank]);
  }
}
