package io.tiffin.simulation;

/** Ridge regression by the normal equations, for a handful of features. */
final class LeastSquares {

  private static final double RIDGE = 1;

  private final double[][] gram;
  private final double[] moments;

  LeastSquares(int features) {
    gram = new double[features][features];
    moments = new double[features];
  }

  /** Adds one example. */
  void add(double[] features, double target) {
    for (int i = 0; i < features.length; i++) {
      if (features[i] != 0) {
        moments[i] += features[i] * target;
        for (int j = 0; j <= i; j++) {
          gram[i][j] += features[i] * features[j];
        }
      }
    }
  }

  /** The weights by Cholesky's decomposition. */
  double[] solve() {
    int size = moments.length;
    double[][] lower = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = gram[i][j] + (i == j ? RIDGE : 0);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    return substitute(lower);
  }

  private double[] substitute(double[][] lower) {
    int size = moments.length;
    double[] weights = moments.clone();
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        weights[i] -= lower[i][k] * weights[k];
      }
      weights[i] /= lower[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        weights[i] -= lower[k][i] * weights[k];
      }
      weights[i] /= lower[i][i];
    }
    return weights;
  }

  static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
