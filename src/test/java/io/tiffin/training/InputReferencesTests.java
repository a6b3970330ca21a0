package io.tiffin.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.Reference;
import io.tiffin.model.Manifest.Values;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NumberColumn.Scale;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InputReferencesTests {

  @Test
  void numbersAreToldByTheirDeciles() {
    Random random = new Random(7);
    Ranges ranges = ranges(1_000, row -> random.nextDouble(100));

    assertThat(ranges.edges()).hasSize(9).isSorted();
    assertThat(ranges.edges().get(4)).isCloseTo(50, within(5.0));
    assertThat(ranges.shares()).hasSize(10).allSatisfy(share -> near(share, 0.1));
    assertThat(ranges.missing()).isZero();
  }

  @Test
  void aValueThatManyShareHasOneBin() {
    Ranges ranges = ranges(100, row -> row < 65 ? 0 : row);

    assertThat(ranges.edges()).startsWith(0.0).hasSize(4);
    near(ranges.shares().getFirst(), 0.65);
  }

  @Test
  void aNumberThatNeverChangesHasItsBinAndOneAbove() {
    Ranges ranges = ranges(100, row -> 7);

    assertThat(ranges.edges()).containsExactly(7.0);
    assertThat(ranges.shares()).containsExactly(1.0, 0.0);
  }

  @Test
  void sharesAreOfWhatIsKnownAndMissingOfAll() {
    Ranges ranges = ranges(100, row -> row < 20 ? Double.NaN : row % 2);

    assertThat(ranges.edges()).containsExactly(0.0, 1.0);
    assertThat(ranges.shares()).containsExactly(0.5, 0.5, 0.0);
    assertThat(ranges.missing()).isEqualTo(0.2);
  }

  @Test
  void aNumberThatIsNeverKnownIsAllMissing() {
    Ranges ranges = ranges(100, row -> Double.NaN);

    assertThat(ranges).isEqualTo(new Ranges(List.of(), List.of(1.0), 1));
  }

  @Test
  void edgesAreTheFloatsOfTheTensor() {
    Ranges ranges = ranges(100, row -> 0.1 * row);

    assertThat(ranges.edges())
        .allSatisfy(
            edge -> assertThat((double) (float) (double) edge).isCloseTo(edge, within(1e-6)));
    assertThat(ranges.edges().getFirst().toString()).hasSizeLessThan(12);
  }

  @Test
  void aFewCategoriesAreToldEach() {
    assertThat(category("cuisine", true, row -> row % 4 == 3 ? 0 : 1 + row % 2))
        .isEqualTo(new Values(List.of(1L, 2L), List.of(0.666667, 0.333333), 0.25));
  }

  /** Of numbers 0 is one. */
  @Test
  void onlyTextHasABucketOfMissingOnes() {
    assertThat(category("weekday", false, row -> row % 2))
        .isEqualTo(new Values(List.of(0L, 1L), List.of(0.5, 0.5), 0));
  }

  @Test
  void manyCategoriesAreNotWatched() {
    assertThat(category("courier", true, row -> 1 + row % 24)).isNotNull();
    assertThat(category("courier", true, row -> 1 + row % 25)).isNull();
    assertThat(category("courier", true, row -> 0)).isNull();
  }

  @Test
  void identifiersAndWhatTheCalendarDecidesAreNotWatched() {
    assertThat(category("restaurant_id", true, row -> 1 + row % 2)).isNull();
    assertThat(category("hour_of_week", false, row -> row % 2)).isNull();
    assertThat(reference("holiday", 100, row -> row % 2)).isNull();
    assertThat(reference("items_total", 100, row -> row % 2)).isNotNull();
  }

  private static void near(double share, double expected) {
    assertThat(share).isCloseTo(expected, within(0.011));
  }

  private static Ranges ranges(int size, IntToDoubleFunction values) {
    return (Ranges) requireNonNull(reference("distance_m", size, values));
  }

  private static @Nullable Reference reference(
      String feature, int size, IntToDoubleFunction values) {
    NumberColumn column =
        new NumberColumn(new FeatureName("request", feature), Scale.LINEAR, true, "");
    NetworkDesign design = design(List.of(column), List.of());
    TrainingRows rows = new TrainingRows(design, size);
    for (int row = 0; row < size; row++) {
      rows.number(row, 0, values.applyAsDouble(row));
    }
    return InputReferences.ofNumber(design, rows, 0);
  }

  private static @Nullable Reference category(
      String feature, boolean isText, IntToLongFunction values) {
    CategoryColumn column =
        new CategoryColumn(new FeatureName("request", feature), 64, 4, isText, "");
    NetworkDesign design = design(List.of(), List.of(column));
    TrainingRows rows = new TrainingRows(design, 1_200);
    for (int row = 0; row < rows.size(); row++) {
      rows.category(row, 0, values.applyAsLong(row));
    }
    return InputReferences.ofCategory(design, rows, 0);
  }

  private static NetworkDesign design(List<NumberColumn> numbers, List<CategoryColumn> categories) {
    return new NetworkDesign(numbers, categories, List.of(), new Baseline.Median(), false);
  }
}
