package io.tiffin.evaluation;

/**
 * How far point predictions lie from what came.
 *
 * @param count how many were compared
 * @param meanAbsoluteError mean of |predicted − actual|, minutes
 * @param bias mean of predicted − actual, minutes: positive promises too much time
 * @param within5 share with |predicted − actual| ≤ 5 minutes
 * @param within10 share with |predicted − actual| ≤ 10 minutes
 */
public record Accuracy(
    int count, double meanAbsoluteError, double bias, double within5, double within10) {

  /**
   * Compares two series of minutes element by element.
   *
   * @throws IllegalArgumentException if they are empty or of different lengths
   */
  public static Accuracy of(double[] predicted, double[] actual) {
    Series.check(predicted.length, actual.length);
    double absolute = 0;
    double signed = 0;
    int within5 = 0;
    int within10 = 0;
    for (int row = 0; row < predicted.length; row++) {
      double error = predicted[row] - actual[row];
      absolute += Math.abs(error);
      signed += error;
      within5 += Math.abs(error) <= 5 ? 1 : 0;
      within10 += Math.abs(error) <= 10 ? 1 : 0;
    }
    double count = predicted.length;
    return new Accuracy(
        predicted.length, absolute / count, signed / count, within5 / count, within10 / count);
  }
}
