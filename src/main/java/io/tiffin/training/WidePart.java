package io.tiffin.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The wide part, solved in closed form: a {@link Ridge} of ln(label ÷ baseline) on the wide
 * columns. It is what the deep part starts from, and for itself the linear model that the network
 * must beat.
 */
final class WidePart {

  /** Tried on the validation rows. */
  private static final List<Double> PENALTIES = List.of(0.1, 0.3, 1.0, 3.0, 10.0, 30.0);

  private final double penalty;
  private final double[] coefficients;

  private WidePart(double penalty, double[] coefficients) {
    this.penalty = penalty;
    this.coefficients = coefficients;
  }

  /** Solves on {@code train} and chooses the penalty by the error on {@code validation}. */
  static WidePart fit(WideColumns columns, TrainingRows train, TrainingRows validation) {
    Ridge ridge = new Ridge(columns.width());
    columns.visit(
        train,
        (row, values, from, logBaseline) ->
            ridge.add(values, from, Math.log(train.minutes(row)) - logBaseline));
    return PENALTIES.stream()
        .map(penalty -> new WidePart(penalty, ridge.solve(penalty)))
        .min(Comparator.comparingDouble(part -> part.meanAbsoluteError(columns, validation)))
        .orElseThrow();
  }

  double penalty() {
    return penalty;
  }

  /** The fitted minutes of every row. */
  double[] fitted(WideColumns columns, TrainingRows rows) {
    double[] fitted = new double[rows.size()];
    columns.visit(
        rows,
        (row, values, from, logBaseline) ->
            fitted[row] = Math.exp(logBaseline + dot(values, from)));
    return fitted;
  }

  /** The weights {@code wide/kernel} and {@code wide/bias} of a network. */
  Weights weights() {
    int width = coefficients.length - 1;
    float[] kernel = new float[width];
    for (int column = 0; column < width; column++) {
      kernel[column] = (float) coefficients[column];
    }
    Weights weights = new Weights();
    weights.put("wide/kernel", new long[] {width, 1}, kernel);
    weights.put("wide/bias", new long[] {1}, new float[] {(float) coefficients[width]});
    return weights;
  }

  private double meanAbsoluteError(WideColumns columns, TrainingRows rows) {
    double[] fitted = fitted(columns, rows);
    Arrays.setAll(fitted, row -> Math.abs(fitted[row] - rows.minutes(row)));
    return Arrays.stream(fitted).average().orElse(0);
  }

  private double dot(float[] values, int from) {
    int width = coefficients.length - 1;
    double sum = coefficients[width];
    for (int column = 0; column < width; column++) {
      sum += values[from + column] * coefficients[column];
    }
    return sum;
  }
}
