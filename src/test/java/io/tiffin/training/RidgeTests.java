package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeTests {

  @Test
  void coefficientsOfAnExactLineAreFound() {
    Ridge ridge = new Ridge(2);
    Random random = new Random(1);
    for (int row = 0; row < 200; row++) {
      float[] values = {random.nextFloat(), random.nextInt(3)};
      ridge.add(values, 0, 2 * values[0] - 3 * values[1] + 5);
    }

    double[] solution = ridge.solve(1e-9);

    assertThat(solution).containsExactly(new double[] {2, -3, 5}, within(1e-4));
  }

  @Test
  void thePenaltyShrinksCoefficientsAsTheFormulaSays() {
    Ridge ridge = new Ridge(1);
    // Centred, so that the intercept is the mean: slope = Σ x t ÷ (Σ x² + penalty) = 4 ÷ (2 + 2).
    ridge.add(new float[] {-1}, 0, -2);
    ridge.add(new float[] {1}, 0, 2);

    assertThat(ridge.solve(2)).containsExactly(new double[] {1, 0}, within(1e-12));
  }

  @Test
  void columnsThatAreAlwaysZeroGetNoWeight() {
    Ridge ridge = new Ridge(2);
    ridge.add(new float[] {1, 0}, 0, 3);
    ridge.add(new float[] {2, 0}, 0, 5);

    assertThat(ridge.solve(0.1)[1]).isZero();
  }
}
