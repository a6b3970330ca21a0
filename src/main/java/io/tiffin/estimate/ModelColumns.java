package io.tiffin.estimate;

import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.model.Categories;
import io.tiffin.model.Examples;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import java.util.List;

/**
 * From a feature's position to its place in a model's input, for every column of the model.
 * Compiled once per model, so that filling a row looks nothing up by name and boxes nothing.
 */
final class ModelColumns {

  private final List<InputTensor> tensors;
  private final Slot[] slots;

  ModelColumns(List<InputTensor> tensors, FeaturePlan plan) {
    this.tensors = tensors;
    slots = new Slot[tensors.stream().mapToInt(tensor -> tensor.columns().size()).sum()];
    int next = 0;
    for (int tensor = 0; tensor < tensors.size(); tensor++) {
      InputTensor declared = tensors.get(tensor);
      for (int column = 0; column < declared.columns().size(); column++) {
        slots[next++] = slot(tensor, declared.type(), column, declared.columns().get(column), plan);
      }
    }
  }

  /** Every feature that the tensors hold, in their order. */
  static List<FeatureName> features(List<InputTensor> tensors) {
    return tensors.stream()
        .flatMap(tensor -> tensor.columns().stream())
        .map(Column::feature)
        .toList();
  }

  /** The model's input for these orders, a row each. */
  Examples examples(List<FeatureVector> orders) {
    Examples examples = new Examples(tensors, orders.size());
    for (int row = 0; row < orders.size(); row++) {
      FeatureVector features = orders.get(row);
      for (Slot slot : slots) {
        slot.feed(features, examples, row);
      }
    }
    return examples;
  }

  private static Slot slot(int tensor, TensorType type, int at, Column column, FeaturePlan plan) {
    int position = plan.position(column.feature());
    Integer buckets = column.hashBuckets();
    boolean isText = plan.features().get(position).type() == FeatureType.STRING;
    if (isText != (buckets != null)) {
      throw new UnfitModelException(
          "column "
              + column.feature()
              + (isText ? " is text without" : " is a number with")
              + " hash buckets");
    }
    boolean flagged = column.missing() == Missing.NAN;
    if (buckets != null) {
      return new TextSlot(tensor, at, position, buckets, flagged);
    }
    Double ownDefault = column.defaultValue();
    double missing = flagged || ownDefault == null ? Double.NaN : ownDefault;
    boolean replaced = flagged || ownDefault != null;
    return type == TensorType.FLOAT32
        ? new FloatSlot(tensor, at, position, replaced, missing)
        : new LongSlot(tensor, at, position, replaced, missing);
  }

  /** One column. */
  private sealed interface Slot {

    void feed(FeatureVector features, Examples examples, int row);
  }

  /** A number as it is, or {@code missing} in place of a default. */
  private record FloatSlot(int tensor, int column, int position, boolean replaced, double missing)
      implements Slot {

    @Override
    public void feed(FeatureVector features, Examples examples, int row) {
      boolean stands = replaced && features.isDefaulted(position);
      examples.set(tensor, row, column, (float) (stands ? missing : features.number(position)));
    }
  }

  /** A number without its fraction; missing is 0, as a whole number has no NaN. */
  private record LongSlot(int tensor, int column, int position, boolean replaced, double missing)
      implements Slot {

    @Override
    public void feed(FeatureVector features, Examples examples, int row) {
      boolean stands = replaced && features.isDefaulted(position);
      examples.set(tensor, row, column, (long) (stands ? missing : features.number(position)));
    }
  }

  /**
   * The bucket of a text, see {@link Categories}; that of missing text in place of a flagged
   * default.
   */
  private record TextSlot(int tensor, int column, int position, int buckets, boolean flagged)
      implements Slot {

    @Override
    public void feed(FeatureVector features, Examples examples, int row) {
      boolean missing = flagged && features.isDefaulted(position);
      long bucket = missing ? 0 : Categories.bucket(features.text(position), buckets);
      examples.set(tensor, row, column, bucket);
    }
  }
}
