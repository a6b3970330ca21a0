package io.tiffin.training;

/**
 * Least squares with a penalty on the squares of the coefficients (Hoerl and Kennard, 1970), from
 * sums over the rows alone. The intercept is not penalised.
 */
final class Ridge {

  private final int width;
  private final double[][] squares;
  private final double[] products;
  private final int[] present;

  /**
   * No rows yet.
   *
   * @param width number of coefficients without the intercept
   */
  Ridge(int width) {
    this.width = width;
    squares = new double[width + 1][width + 1];
    products = new double[width + 1];
    present = new int[width + 1];
  }

  /**
   * Adds a row. Takes time by the square of its values that are not 0: wide rows are mostly 0.
   *
   * @param values holds the row's {@code width} values from {@code from} on
   */
  void add(float[] values, int from, double target) {
    int count = 0;
    for (int column = 0; column < width; column++) {
      if (values[from + column] != 0) {
        present[count++] = column;
      }
    }
    for (int i = 0; i < count; i++) {
      double value = values[from + present[i]];
      for (int j = 0; j <= i; j++) {
        squares[present[i]][present[j]] += value * values[from + present[j]];
      }
      squares[width][present[i]] += value;
      products[present[i]] += value * target;
    }
    squares[width][width] += 1;
    products[width] += target;
  }

  /**
   * The coefficients, the intercept last.
   *
   * @param penalty of a squared coefficient; positive, so that there is exactly one solution
   */
  double[] solve(double penalty) {
    double[][] lower = new double[width + 1][];
    for (int row = 0; row <= width; row++) {
      lower[row] = squares[row].clone();
      lower[row][row] += row < width ? penalty : 0;
    }
    return Cholesky.solve(lower, products);
  }
}
