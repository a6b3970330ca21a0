package io.tiffin.training;

import io.tiffin.training.WideTerm.Bins;
import io.tiffin.training.WideTerm.Cross;
import io.tiffin.training.WideTerm.Flags;
import io.tiffin.training.WideTerm.Knots;
import io.tiffin.training.WideTerm.Numbers;
import io.tiffin.training.WideTerm.OneOf;
import io.tiffin.training.WideTerm.Single;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** The wide part's columns as operations on a network's inputs. */
final class WideGraph {

  private final Ops tf;
  private final NetworkDesign design;
  private final Normalisation normalisation;
  private final NormalisedInputs inputs;

  WideGraph(Ops tf, NetworkDesign design, Normalisation normalisation, NormalisedInputs inputs) {
    this.tf = tf;
    this.design = design;
    this.normalisation = normalisation;
    this.inputs = inputs;
  }

  /** How many columns the design's wide part has. */
  static int width(NetworkDesign design) {
    return design.wide().stream().mapToInt(term -> width(term, design)).sum();
  }

  /** All columns, shape [rows, {@link #width}]. */
  Operand<TFloat32> columns() {
    List<Operand<TFloat32>> blocks = new ArrayList<>();
    for (WideTerm term : design.wide()) {
      blocks.add(block(term));
    }
    return blocks.size() == 1 ? blocks.getFirst() : tf.concat(blocks, tf.constant(1));
  }

  private static int width(WideTerm term, NetworkDesign design) {
    return switch (term) {
      case Numbers() -> design.numbers().size();
      case Flags() -> design.flagged().length;
      case Single single -> 1;
      case Knots(int number, List<Double> knots) -> knots.size();
      case Bins bins -> bins.count();
      case OneOf(int category) -> design.categories().get(category).buckets();
      case Cross(WideTerm left, WideTerm right) -> width(left, design) * width(right, design);
    };
  }

  private Operand<TFloat32> block(WideTerm term) {
    return switch (term) {
      case Numbers() -> inputs.normalised();
      case Flags() -> inputs.flags();
      case Single(int number) -> column(inputs.normalised(), number);
      case Knots knots -> knots(knots);
      case Bins bins -> bins(bins);
      case OneOf(int category) -> oneOf(category);
      case Cross(WideTerm left, WideTerm right) ->
          cross(block(left), block(right), width(term, design));
    };
  }

  private Operand<TFloat32> knots(Knots term) {
    double deviation = normalisation.columns().get(term.number()).standardDeviation();
    Operand<TFloat32> beyond =
        tf.math.sub(
            column(inputs.filled(), term.number()),
            tf.constant(new float[][] {floats(term.knots())}));
    return tf.math.div(tf.nn.relu(beyond), tf.constant((float) Math.max(deviation, 1e-6)));
  }

  private Operand<TFloat32> bins(Bins term) {
    double step = (term.to() - term.from()) / (term.count() - 1);
    List<Double> centres = new ArrayList<>();
    for (int bin = 0; bin < term.count(); bin++) {
      centres.add(term.from() + bin * step);
    }
    Operand<TFloat32> value =
        tf.clipByValue(
            column(inputs.filled(), term.number()),
            tf.constant((float) term.from()),
            tf.constant((float) term.to()));
    Operand<TFloat32> distance =
        tf.math.abs(tf.math.sub(value, tf.constant(new float[][] {floats(centres)})));
    return tf.nn.relu(
        tf.math.sub(tf.constant(1f), tf.math.div(distance, tf.constant((float) step))));
  }

  private Operand<TFloat32> oneOf(int category) {
    return tf.oneHot(
        bucket(tf, inputs.categories(), category),
        tf.constant(design.categories().get(category).buckets()),
        tf.constant(1f),
        tf.constant(0f));
  }

  private Operand<TFloat32> cross(Operand<TFloat32> left, Operand<TFloat32> right, int width) {
    Operand<TFloat32> products =
        tf.math.mul(tf.expandDims(left, tf.constant(2)), tf.expandDims(right, tf.constant(1)));
    return tf.reshape(products, tf.constant(new int[] {-1, width}));
  }

  private Operand<TFloat32> column(Operand<TFloat32> matrix, int column) {
    return tf.gather(matrix, tf.constant(new int[] {column}), tf.constant(1));
  }

  /** One categorical input, shape [rows]. */
  static Operand<TInt64> bucket(Ops tf, Operand<TInt64> categories, int category) {
    return tf.gather(categories, tf.constant(category), tf.constant(1));
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = values.get(index).floatValue();
    }
    return floats;
  }
}
