package io.tiffin.estimate;

/**
 * A log-logistic duration of a known median, and what is left of it once some has gone by (Bennett,
 * "Log-logistic regression models for survival data", 1983). Unlike the log-normal it has all of
 * this in closed form; its tail is a little longer.
 *
 * @param median above 0
 * @param shape the larger, the narrower
 */
record LogLogistic(double median, double shape) {

  /** Of a standard deviation of the logarithm: that of a logistic distribution is π / (s√3). */
  static LogLogistic of(double median, double logStandardDeviation) {
    return new LogLogistic(median, Math.PI / (logStandardDeviation * Math.sqrt(3)));
  }

  /**
   * The quantile of what is left, given that the whole is longer than {@code elapsed}: S(elapsed +
   * left) = (1 − rank) · S(elapsed), where S(t) = 1 / (1 + (t / median)^shape). Always above 0.
   *
   * @param rank above 0 and below 1
   */
  double left(double elapsed, double rank) {
    double odds = Math.pow(Math.max(0, elapsed) / median, shape);
    double whole = median * Math.pow((1 + odds) / (1 - rank) - 1, 1 / shape);
    return whole - Math.max(0, elapsed);
  }
}
