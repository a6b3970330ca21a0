package io.tiffin.quality;

import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.Reference;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Manifest.Values;
import java.util.List;

/**
 * The bins of one input: those of its reference, one for values that the reference does not know,
 * and one for missing ones. Immutable.
 */
final class Bins {

  private final boolean isOfValues;
  private final double[] bounds;
  private final double[] expected;

  private Bins(boolean isOfValues, double[] bounds, double[] expected) {
    this.isOfValues = isOfValues;
    this.bounds = bounds;
    this.expected = expected;
  }

  /** The bins of a reference, as values of the tensor's element type fall into them. */
  static Bins of(Reference reference, TensorType type) {
    return switch (reference) {
      case Ranges(List<Double> edges, List<Double> _, double _) ->
          new Bins(
              false,
              edges.stream().mapToDouble(edge -> fed(edge, type)).toArray(),
              expected(reference));
      case Values(List<Long> values, List<Double> _, double _) ->
          new Bins(
              true, values.stream().mapToDouble(Long::doubleValue).toArray(), expected(reference));
    };
  }

  private static double[] expected(Reference reference) {
    int size = reference.shares().size();
    double[] expected = new double[size + 2];
    for (int bin = 0; bin < size; bin++) {
      expected[bin] = reference.shares().get(bin) * (1 - reference.missing());
    }
    expected[size + 1] = reference.missing();
    return expected;
  }

  /** What a tensor holds of a number. */
  static double fed(double number, TensorType type) {
    return switch (type) {
      case FLOAT32 -> (float) number;
      case INT64 -> (long) number;
    };
  }

  /** How many there are. */
  int size() {
    return expected.length;
  }

  /** The shares of the bins when the model was made; not to be changed. */
  double[] expected() {
    return expected;
  }

  /** The bin of what is missing. */
  int missing() {
    return expected.length - 1;
  }

  /** The bin of a value, as the tensor holds it. */
  int of(double value) {
    int at = 0;
    while (at < bounds.length && bounds[at] < value) {
      at++;
    }
    boolean isKnown = !isOfValues || (at < bounds.length && bounds[at] == value);
    return isKnown ? at : expected.length - 2;
  }
}
