package io.tiffin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PopulationStabilityTests {

  @Test
  void theIndexIsThatOfAHandWorkedExample() {
    double index = PopulationStability.index(new long[] {50, 50}, new long[] {75, 25});

    // 0.25·ln 1.5 + (−0.25)·ln 0.5
    assertThat(index).isCloseTo(0.25 * Math.log(1.5) + 0.25 * Math.log(2), within(1e-12));
  }

  @Test
  void theIndexIsZeroWhenSharesAreEqualWhateverTheCounts() {
    assertThat(PopulationStability.index(new long[] {1, 2, 3}, new long[] {10, 20, 30}))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void theIndexIsFiniteWhenABinEmpties() {
    assertThat(PopulationStability.index(new long[] {5, 5}, new long[] {10, 0}))
        .isFinite()
        .isGreaterThan(0.25);
  }

  @Test
  void theIndexIsNeverNegativeAndSymmetric() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      long[] left = random.longs(10, 1, 1000).toArray();
      long[] right = random.longs(10, 1, 1000).toArray();

      double index = PopulationStability.index(left, right);

      assertThat(index).isGreaterThanOrEqualTo(0);
      assertThat(PopulationStability.index(right, left)).isCloseTo(index, within(1e-12));
    }
  }

  @Test
  void theIndexRefusesAHistogramWithoutAnyCount() {
    assertThatThrownBy(() -> PopulationStability.index(new long[] {0, 0}, new long[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without any count");
  }
}
