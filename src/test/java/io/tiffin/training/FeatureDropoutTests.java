package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureDropoutTests {

  @Test
  void theShareOfRowsLosesExactlyOneGroup() {
    TrainingRows rows = TestRows.of(3_000, 1);

    new FeatureDropout(TestRows.DESIGN, 0.1).apply(rows, new SplittableRandom(1));

    int dropped = 0;
    for (int row = 0; row < rows.size(); row++) {
      boolean kitchen = Float.isNaN(rows.number(row, TestRows.NAIVE));
      boolean way = Float.isNaN(rows.number(row, TestRows.DISTANCE));
      boolean cook = rows.category(row, 0) == 0;
      int groups = (kitchen ? 1 : 0) + (way ? 1 : 0) + (cook ? 1 : 0);
      assertThat(groups).isLessThan(2);
      assertThat(Float.isNaN(rows.number(row, TestRows.QUEUE))).isEqualTo(kitchen);
      dropped += groups;
    }
    assertThat(dropped / 3_000.0).isCloseTo(0.1, within(0.02));
  }

  @Test
  void nothingIsLostWithoutAShare() {
    TrainingRows rows = TestRows.of(100, 1);

    new FeatureDropout(TestRows.DESIGN, 0).apply(rows, new SplittableRandom(1));

    for (int row = 0; row < rows.size(); row++) {
      assertThat(rows.number(row, TestRows.NAIVE)).isNotNaN();
      assertThat(rows.category(row, 0)).isPositive();
    }
  }
}
