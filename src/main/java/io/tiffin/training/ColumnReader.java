package io.tiffin.training;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Categories;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the columns of a design from features as they are served. */
final class ColumnReader {

  private final NetworkDesign design;
  private final FeaturePlan plan;
  private final int[] numberPositions;
  private final int[] categoryPositions;

  /**
   * The columns of an order.
   *
   * @param numbers by numeric column, NaN where the feature stood on its default
   * @param buckets by categorical column
   * @param texts by categorical column the text, empty for numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Columns(float[] numbers, long[] buckets, List<String> texts) {}

  ColumnReader(NetworkDesign design, FeatureAssembly assembly) {
    this.design = design;
    List<FeatureName> names = new ArrayList<>();
    design.numbers().forEach(column -> names.add(column.feature()));
    design.categories().forEach(column -> names.add(column.feature()));
    plan = assembly.plan(names);
    int[] positions = names.stream().mapToInt(plan::position).toArray();
    numberPositions = Arrays.copyOf(positions, design.numbers().size());
    categoryPositions = Arrays.copyOfRange(positions, numberPositions.length, positions.length);
  }

  /** What is looked up for them. */
  FeaturePlan plan() {
    return plan;
  }

  /**
   * The columns of an order.
   *
   * @param vector assembled by {@link #plan}
   */
  Columns read(FeatureVector vector) {
    float[] numbers = new float[numberPositions.length];
    for (int column = 0; column < numbers.length; column++) {
      int position = numberPositions[column];
      numbers[column] = vector.isDefaulted(position) ? Float.NaN : (float) vector.number(position);
    }
    List<String> texts = new ArrayList<>(categoryPositions.length);
    long[] buckets = new long[categoryPositions.length];
    for (int column = 0; column < buckets.length; column++) {
      String text = vector.text(categoryPositions[column]);
      CategoryColumn declared = design.categories().get(column);
      buckets[column] =
          declared.isText()
              ? Categories.bucket(text, declared.buckets())
              : (long) vector.number(categoryPositions[column]);
      texts.add(text == null ? "" : text);
    }
    return new Columns(numbers, buckets, texts);
  }
}
