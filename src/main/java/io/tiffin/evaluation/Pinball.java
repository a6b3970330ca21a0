package io.tiffin.evaluation;

/**
 * The pinball (check) loss of quantile regression: too short costs {@code rank} a minute, too long
 * {@code 1 − rank}. Its mean is smallest at the quantile itself (Koenker and Bassett, "Regression
 * Quantiles", Econometrica 46, 1978).
 */
public final class Pinball {

  private Pinball() {}

  /**
   * The loss of one prediction in minutes; never negative.
   *
   * @param rank rank of the quantile, 0 to 1
   */
  public static double loss(double rank, double predicted, double actual) {
    double error = actual - predicted;
    return error >= 0 ? rank * error : (rank - 1) * error;
  }

  /** The mean of the losses of the four quantiles. */
  public static double loss(Quantiles predicted, double actual) {
    double sum =
        loss(0.1, predicted.p10(), actual)
            + loss(0.5, predicted.p50(), actual)
            + loss(0.8, predicted.p80(), actual)
            + loss(0.9, predicted.p90(), actual);
    return sum / 4;
  }
}
