package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantileRegressionTests {

  private static final int ROWS = 8_000;
  private static final double[] RANKS = {0.1, 0.5, 0.8, 0.9};

  private final double[][] rows = new double[ROWS][2];
  private final double[] targets = new double[ROWS];

  QuantileRegressionTests() {
    Random random = new Random(3);
    for (int row = 0; row < ROWS; row++) {
      rows[row][0] = random.nextGaussian();
      rows[row][1] = random.nextGaussian();
      double spread =
          0.5 + 0.1 * rows[row][0]; // wider on one side: quantiles have slopes of their own
      targets[row] = 2 + rows[row][0] - 0.5 * rows[row][1] + spread * random.nextGaussian();
    }
  }

  @Test
  void aRanksShareOfTheTargetsLiesBelowItsLine() {
    QuantileRegression regression = new QuantileRegression(rows, targets);
    for (double rank : RANKS) {
      double[] weights = regression.fit(rank);

      int below = 0;
      for (int row = 0; row < ROWS; row++) {
        double line = weights[0] + weights[1] * rows[row][0] + weights[2] * rows[row][1];
        below += targets[row] <= line ? 1 : 0;
      }
      assertThat((double) below / ROWS).isCloseTo(rank, within(0.01));
    }
  }

  @Test
  void slopesAreThoseOfTheQuantiles() {
    QuantileRegression regression = new QuantileRegression(rows, targets);

    assertThat(regression.fit(0.5)).contains(new double[] {2, 1, -0.5}, within(0.03));
    double[] highest = regression.fit(0.9);
    assertThat(highest[0]).isCloseTo(2 + 1.2816 * 0.5, within(0.04));
    assertThat(highest[1]).isCloseTo(1 + 1.2816 * 0.1, within(0.04));
  }

  @Test
  void theSameRowsGiveTheSameWeights() {
    assertThat(new QuantileRegression(rows, targets).fit(0.8))
        .isEqualTo(new QuantileRegression(rows, targets).fit(0.8));
  }

  @Test
  void aFewWildTargetsDoNotMoveTheMedian() {
    double[] before = new QuantileRegression(rows, targets).fit(0.5);
    for (int row = 0; row < ROWS; row += 500) {
      targets[row] = 1e6;
    }

    assertThat(new QuantileRegression(rows, targets).fit(0.5)).contains(before, within(0.05));
  }
}
