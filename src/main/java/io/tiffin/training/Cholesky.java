package io.tiffin.training;

import java.util.Arrays;

/** Solves symmetric, positive definite systems of equations. */
final class Cholesky {

  private Cholesky() {}

  /**
   * The solution x of matrix · x = right.
   *
   * @param matrix its lower triangle; used up
   */
  static double[] solve(double[][] matrix, double[] right) {
    factor(matrix);
    return substitute(matrix, right);
  }

  /** The lower triangle becomes L with L Lᵀ = matrix. */
  private static void factor(double[][] matrix) {
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = matrix[row][column];
        for (int k = 0; k < column; k++) {
          sum -= matrix[row][k] * matrix[column][k];
        }
        // The floor only meets a pivot that rounding has made negative.
        matrix[row][column] =
            row == column ? Math.sqrt(Math.max(sum, 1e-9)) : sum / matrix[column][column];
      }
    }
  }

  private static double[] substitute(double[][] lower, double[] right) {
    double[] solution = Arrays.copyOf(right, right.length);
    int size = solution.length;
    for (int row = 0; row < size; row++) {
      for (int k = 0; k < row; k++) {
        solution[row] -= lower[row][k] * solution[k];
      }
      solution[row] /= lower[row][row];
    }
    for (int row = size - 1; row >= 0; row--) {
      for (int k = row + 1; k < size; k++) {
        solution[row] -= lower[k][row] * solution[k];
      }
      solution[row] /= lower[row][row];
    }
    return solution;
  }
}
