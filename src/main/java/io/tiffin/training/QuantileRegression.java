package io.tiffin.training;

import java.util.Arrays;

/**
 * Linear quantile regression (Koenker and Bassett, 1978) by majorising the pinball loss with
 * squares (Hunter and Lange, "Quantile regression via an MM algorithm", 2000): a weighted least
 * squares problem a step. The same rows give the same weights.
 */
final class QuantileRegression {

  /** Chosen: further ones change a quantile by less than a hundredth of a minute. */
  private static final int STEPS = 60;

  /** Residuals below count as this: keeps weights finite. Chosen, in units of the target. */
  private static final double CLOSE = 1e-3;

  /** Of a squared weight, for each row: keeps what rows cannot tell apart small. Chosen. */
  private static final double PENALTY = 1e-4;

  private final double[][] rows;
  private final double[] targets;
  private final int width;

  /**
   * @param rows standardised inputs
   * @param targets one for each row
   */
  QuantileRegression(double[][] rows, double[] targets) {
    this.rows = rows;
    this.targets = targets;
    width = rows[0].length;
  }

  /** The weights of a rank: the constant, then one for each input. */
  double[] fit(double rank) {
    double[] weights = new double[width + 1];
    weights[0] = ranked(rank);
    for (int step = 0; step < STEPS; step++) {
      weights = step(weights, rank);
    }
    return weights;
  }

  private double ranked(double rank) {
    double[] sorted = targets.clone();
    Arrays.sort(sorted);
    return sorted[(int) (rank * (sorted.length - 1))];
  }

  private double[] step(double[] weights, double rank) {
    double[][] squares = new double[width + 1][width + 1];
    double[] products = new double[width + 1];
    double[] row = new double[width + 1];
    row[0] = 1;
    for (int at = 0; at < rows.length; at++) {
      System.arraycopy(rows[at], 0, row, 1, width);
      double residual = targets[at] - product(row, weights);
      double weight = 1 / (CLOSE + Math.abs(residual));
      double pull = weight * targets[at] + (2 * rank - 1);
      for (int i = 0; i <= width; i++) {
        double weighted = weight * row[i];
        for (int j = 0; j <= i; j++) {
          squares[i][j] += weighted * row[j];
        }
        products[i] += pull * row[i];
      }
    }
    for (int i = 1; i <= width; i++) {
      squares[i][i] += PENALTY * rows.length;
    }
    return Cholesky.solve(squares, products);
  }

  private static double product(double[] row, double[] weights) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * weights[i];
    }
    return sum;
  }
}
