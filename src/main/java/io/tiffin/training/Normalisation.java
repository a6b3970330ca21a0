package io.tiffin.training;

import io.tiffin.training.NumberColumn.Scale;
import java.util.Arrays;
import java.util.List;

/**
 * What the graph normalises its numeric inputs with, learnt from the training rows.
 *
 * @param columns per numeric column
 * @param medianMinutes median of the labels
 */
record Normalisation(List<Moments> columns, double medianMinutes) {

  /**
   * Of one column, missing values left out.
   *
   * @param mean of the value as it is
   * @param standardDeviation of the value as it is
   * @param scaledMean of the value on the column's scale
   * @param scaledDeviation of the value on the column's scale; 1 if the value never changes
   */
  record Moments(
      double mean, double standardDeviation, double scaledMean, double scaledDeviation) {}

  Normalisation {
    columns = List.copyOf(columns);
  }

  static Normalisation of(List<NumberColumn> columns, TrainingRows rows) {
    Moments[] moments = new Moments[columns.size()];
    for (int column = 0; column < moments.length; column++) {
      moments[column] = moments(rows, column, columns.get(column).scale());
    }
    return new Normalisation(List.of(moments), median(rows.minutes()));
  }

  static double scaled(Scale scale, double value) {
    return switch (scale) {
      case LINEAR -> value;
      case LOGARITHMIC -> Math.log1p(Math.max(value, 0));
    };
  }

  private static Moments moments(TrainingRows rows, int column, Scale scale) {
    double[] plain = moments(rows, column, Scale.LINEAR, 0);
    double[] onScale = moments(rows, column, scale, 1);
    return new Moments(plain[0], plain[1], onScale[0], onScale[1]);
  }

  /** Mean and standard deviation, the latter {@code ifConstant} if there is no spread. */
  private static double[] moments(TrainingRows rows, int column, Scale scale, double ifConstant) {
    double[] values = new double[rows.size()];
    int count = 0;
    for (int row = 0; row < rows.size(); row++) {
      float value = rows.number(row, column);
      if (!Float.isNaN(value)) {
        values[count++] = scaled(scale, value);
      }
    }
    double mean = Arrays.stream(values, 0, count).average().orElse(0);
    double variance =
        Arrays.stream(values, 0, count).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double deviation = Math.sqrt(variance);
    return new double[] {mean, deviation < 1e-9 ? ifConstant : deviation};
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
