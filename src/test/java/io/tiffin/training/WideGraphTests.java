package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.FeatureName;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NumberColumn.Scale;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WideGraphTests {

  @BeforeAll
  static void loadTensorFlow() throws Exception {
    TestRows.loadTensorFlow();
  }

  @Test
  void numbersAreNormalisedAndMissingOnesAreZeroAndFlagged() {
    float[] columns =
        columns(List.of(new WideTerm.Numbers(), new WideTerm.Flags()), 10, 20, Double.NaN);

    // Mean 15, deviation 5; one column and its flag, row by row.
    assertThat(columns).containsExactly(new float[] {-1, 0, 1, 0, 0, 1}, within(1e-6f));
  }

  @Test
  void binsShareAValueBetweenItsNeighboursAndKeepTheEndsBeyondThem() {
    float[] columns = columns(List.of(new WideTerm.Bins(0, 10, 20, 3)), 12.5, 10, 99);

    assertThat(columns)
        .containsExactly(new float[] {0.5f, 0.5f, 0, 1, 0, 0, 0, 0, 1}, within(1e-6f));
  }

  @Test
  void knotsBendAtTheKnotInDeviationsOfTheInput() {
    float[] columns = columns(List.of(new WideTerm.Knots(0, List.of(12.0))), 10, 20, 10);

    // Deviation of 10, 20, 10 is √200 ÷ 3.
    assertThat(columns)
        .containsExactly(new float[] {0, (float) (8 / (Math.sqrt(200) / 3)), 0}, within(1e-5f));
  }

  @Test
  void aCrossHasEveryProduct() {
    WideTerm bins = new WideTerm.Bins(0, 10, 20, 2);

    float[] columns =
        columns(List.of(new WideTerm.Cross(new WideTerm.OneOf(0), bins)), 12.5, 10, 20);

    // Categories are the row's number: the first row is in bucket 0 of 3.
    assertThat(Arrays.copyOf(columns, 6))
        .containsExactly(new float[] {0.75f, 0.25f, 0, 0, 0, 0}, within(1e-6f));
    assertThat(Arrays.copyOfRange(columns, 6, 12))
        .containsExactly(new float[] {0, 0, 1, 0, 0, 0}, within(1e-6f));
  }

  private static float[] columns(List<WideTerm> terms, double... values) {
    NetworkDesign design =
        new NetworkDesign(
            List.of(new NumberColumn(new FeatureName("test", "x"), Scale.LINEAR, true, "x")),
            List.of(new CategoryColumn(new FeatureName("test", "c"), 3, 2, false, "c")),
            terms,
            new Baseline.Median(),
            false);
    TrainingRows rows = new TrainingRows(design, values.length);
    for (int row = 0; row < values.length; row++) {
      rows.number(row, 0, values[row]);
      rows.category(row, 0, row);
      rows.minutes(row, 30);
    }
    float[] all = new float[values.length * WideGraph.width(design)];
    try (WideColumns columns = new WideColumns(design, Normalisation.of(design.numbers(), rows))) {
      int width = columns.width();
      columns.visit(
          rows,
          (row, block, from, logBaseline) -> {
            assertThat(logBaseline).isCloseTo(Math.log(30), within(1e-6));
            System.arraycopy(block, from, all, row * width, width);
          });
    }
    return all;
  }
}
