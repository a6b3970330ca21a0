package io.tiffin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PopulationStabilityTests {

  @Test
  void theIndexIsThatOfAHandWorkedExample() {
    double index = PopulationStability.index(new double[] {50, 50}, new double[] {75, 25});

    // 0.25·ln 1.5 + (−0.25)·ln 0.5
    assertThat(index).isCloseTo(0.25 * Math.log(1.5) + 0.25 * Math.log(2), within(1e-12));
  }

  @Test
  void theIndexIsZeroWhenSharesAreEqualWhateverTheCounts() {
    assertThat(PopulationStability.index(new double[] {1, 2, 3}, new double[] {10, 20, 30}))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void itIsTheSameOfSharesAndOfCounts() {
    assertThat(PopulationStability.index(new double[] {0.25, 0.75}, new double[] {0.5, 0.5}))
        .isCloseTo(
            PopulationStability.index(new double[] {1, 3}, new double[] {40, 40}), within(1e-12));
  }

  /** (0.9 − 1)·ln 0.9 + (0.1 − 1/10,000)·ln 1,000: an empty bin counts as one in 10,000. */
  @Test
  void anEmptyBinCountsAsOneInTenThousand() {
    double index = PopulationStability.index(new double[] {1, 0}, new double[] {0.9, 0.1});

    assertThat(index).isCloseTo(0.0105361 + 0.0999 * 6.9077553, within(1e-6));
  }

  @Test
  void itGrowsWithTheShift() {
    double[] expected = new double[10];
    Arrays.fill(expected, 0.1);
    double before = 0;
    for (int step = 1; step <= 8; step++) {
      double[] actual = expected.clone();
      actual[0] -= 0.01 * step;
      actual[9] += 0.01 * step;

      double index = PopulationStability.index(expected, actual);

      assertThat(index).isGreaterThan(before);
      before = index;
    }
  }

  @Test
  void theIndexIsFiniteWhenABinEmpties() {
    assertThat(PopulationStability.index(new double[] {5, 5}, new double[] {10, 0}))
        .isFinite()
        .isGreaterThan(0.25);
  }

  @Test
  void theIndexIsNeverNegativeAndSymmetric() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      double[] left = random.doubles(10, 1, 1000).toArray();
      double[] right = random.doubles(10, 1, 1000).toArray();

      double index = PopulationStability.index(left, right);

      assertThat(index).isGreaterThanOrEqualTo(0);
      assertThat(PopulationStability.index(right, left)).isCloseTo(index, within(1e-12));
    }
  }

  @Test
  void theIndexRefusesAHistogramWithoutAnyCount() {
    assertThatThrownBy(() -> PopulationStability.index(new double[] {0, 0}, new double[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without any count");
  }
}
