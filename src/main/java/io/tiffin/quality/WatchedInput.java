package io.tiffin.quality;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Categories;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a model whose distribution its bundle tells.
 *
 * @param feature what it holds
 * @param position where features are looked up
 * @param type of the tensor
 * @param buckets of text; 0 for numbers
 * @param bins into which its values are counted
 * @param from the first of them among those of all inputs
 */
record WatchedInput(
    FeatureName feature, int position, TensorType type, int buckets, Bins bins, int from) {

  /** Those of a model, in the order of its columns. */
  static List<WatchedInput> of(List<InputTensor> tensors, FeaturePlan plan) {
    List<WatchedInput> watched = new ArrayList<>();
    int from = 0;
    for (InputTensor tensor : tensors) {
      for (Column column : tensor.columns()) {
        if (column.reference() != null) {
          Bins bins = Bins.of(column.reference(), tensor.type());
          Integer buckets = column.hashBuckets();
          watched.add(
              new WatchedInput(
                  column.feature(),
                  plan.position(column.feature()),
                  tensor.type(),
                  buckets == null ? 0 : buckets,
                  bins,
                  from));
          from += bins.size();
        }
      }
    }
    return List.copyOf(watched);
  }

  /** The bin of an order's value, among those of all inputs. */
  int bin(FeatureVector vector) {
    return from + binOf(vector);
  }

  private int binOf(FeatureVector vector) {
    if (vector.isDefaulted(position)) {
      return bins.missing();
    }
    if (buckets > 0) {
      int bucket = Categories.bucket(vector.text(position), buckets);
      return bucket == 0 ? bins.missing() : bins.of(bucket);
    }
    double number = vector.number(position);
    return Double.isNaN(number) ? bins.missing() : bins.of(Bins.fed(number, type));
  }
}
