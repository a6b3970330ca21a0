package io.tiffin.training;

import io.tiffin.training.NetworkDesign.Baseline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The wide &amp; deep network (Cheng et al., "Wide &amp; Deep Learning for Recommender Systems",
 * 2016) as operations; the same for learning, where its parameters are variables, and for
 * answering, where they are constants.
 *
 * <p>ln p50 = ln baseline + wide + deep. The other quantiles lie a softplus away from their
 * neighbour, so that they cannot cross. Legs are shares of p50.
 */
final class NetworkGraph {

  static final String NUMERIC = "numeric";
  static final String CATEGORIES = "categories";
  static final String MINUTES = "minutes";
  static final String LEGS = "legs";

  /** Ranks of the columns of {@link #MINUTES}. */
  static final List<Double> RANKS = List.of(0.1, 0.5, 0.8, 0.9);

  /** No answer below a minute or above a day; keeps every answer finite. */
  private static final float MOST_LOG_MINUTES = (float) Math.log(24 * 60);

  /** No quantile is more than e³ = 20 times its neighbour. */
  private static final float WIDEST_GAP = 3;

  /**
   * From heads and gaps to the ranks, as products: their gradients are known to TensorFlow's C
   * library, and no value is read by more than two others. The gradients of three would be added up
   * in an order that depends on which is there first.
   */
  private static final float[][] MEDIAN = {{0}, {1}, {0}, {0}};

  private static final float[][] GAPS = {{1, 0, 0}, {0, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  private static final float[][] FROM_MEDIAN = {{-1, 0, 0, 0}, {0, 0, 1, 1}, {0, 0, 0, 1}};

  private final Ops tf;
  private final NetworkDesign design;
  private final Placeholder<TFloat32> numeric;
  private final @Nullable Placeholder<TInt64> categories;
  private final NormalisedInputs inputs;
  private final Operand<TFloat32> wideColumns;
  private final Operand<TFloat32> logBaseline;

  /** How a graph comes by its parameters. */
  interface Parameters {

    /** The parameter of this name as an operand. */
    Operand<TFloat32> get(String name);
  }

  /**
   * What the network answers.
   *
   * @param minutes [rows, 4], a column for each of {@link #RANKS}
   * @param legs [rows, 3], minutes that sum up to p50; null if the design tells none
   */
  record Answer(Operand<TFloat32> minutes, @Nullable Operand<TFloat32> legs) {}

  NetworkGraph(Ops tf, NetworkDesign design, Normalisation normalisation) {
    this.tf = tf;
    this.design = design;
    numeric =
        tf.withName(NUMERIC)
            .placeholder(
                TFloat32.class,
                Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, design.numbers().size())));
    categories = categoriesInput();
    inputs = NormalisedInputs.of(tf, design, normalisation, numeric, categories);
    wideColumns = new WideGraph(tf, design, normalisation, inputs).columns();
    logBaseline = logBaseline(normalisation.medianMinutes());
  }

  /** The input of numbers, [rows, numbers], NaN where missing. */
  Placeholder<TFloat32> numeric() {
    return numeric;
  }

  /** The input of buckets, [rows, categories]; null if the design has none. */
  @Nullable Placeholder<TInt64> categories() {
    return categories;
  }

  /** The wide part's columns, [rows, width]. */
  Operand<TFloat32> wideColumns() {
    return wideColumns;
  }

  /** The logarithm of the baseline in minutes, [rows, 1]. */
  Operand<TFloat32> logBaseline() {
    return logBaseline;
  }

  /**
   * Adds the rest of the network.
   *
   * @param dropout what becomes of each hidden layer: nothing when answering
   */
  Answer answer(Parameters parameters, UnaryOperator<Operand<TFloat32>> dropout) {
    Operand<TFloat32> first =
        dropout.apply(tf.nn.relu(dense(parameters, "dense_1", deepInput(parameters))));
    Operand<TFloat32> second = dropout.apply(tf.nn.relu(dense(parameters, "dense_2", first)));
    Operand<TFloat32> heads = dense(parameters, "quantiles", second);
    Operand<TFloat32> base = tf.math.add(logBaseline, dense(parameters, "wide", wideColumns));
    Operand<TFloat32> median =
        bounded(tf.math.add(base, tf.linalg.matMul(heads, tf.constant(MEDIAN))));
    Operand<TFloat32> gaps =
        tf.math.minimum(
            tf.math.softplus(tf.linalg.matMul(heads, tf.constant(GAPS))), tf.constant(WIDEST_GAP));
    Operand<TFloat32> logarithms =
        tf.math.add(median, tf.linalg.matMul(gaps, tf.constant(FROM_MEDIAN)));
    Operand<TFloat32> minutes = tf.withName(MINUTES).math.exp(logarithms);
    return new Answer(minutes, design.tellsLegs() ? legs(parameters, second, median) : null);
  }

  private @Nullable Placeholder<TInt64> categoriesInput() {
    int columns = design.categories().size();
    if (columns == 0) {
      return null;
    }
    return tf.withName(CATEGORIES)
        .placeholder(TInt64.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, columns)));
  }

  private Operand<TFloat32> logBaseline(double medianMinutes) {
    Operand<TFloat32> median = tf.constant((float) Math.log(medianMinutes));
    Operand<TFloat32> medians = tf.math.add(tf.zerosLike(slice(inputs.filled(), 0)), median);
    return switch (design.baseline()) {
      case Baseline.Median() -> medians;
      case Baseline.Estimate(int number, double perMinute) -> {
        Operand<TFloat32> estimate =
            tf.math.div(slice(inputs.filled(), number), tf.constant((float) perMinute));
        Operand<TFloat32> logarithm =
            bounded(tf.math.log(tf.math.maximum(estimate, tf.constant(1f))));
        yield tf.select(
            tf.gather(inputs.missing(), tf.constant(new int[] {number}), tf.constant(1)),
            medians,
            logarithm);
      }
    };
  }

  private Operand<TFloat32> deepInput(Parameters parameters) {
    List<Operand<TFloat32>> parts = new ArrayList<>();
    parts.add(inputs.normalised());
    parts.add(inputs.flags());
    for (int category = 0; category < design.categories().size(); category++) {
      Operand<TInt64> bucket = WideGraph.bucket(tf, inputs.categories(), category);
      parts.add(tf.gather(parameters.get(embedding(category)), bucket, tf.constant(0)));
    }
    return tf.concat(parts, tf.constant(1));
  }

  static String embedding(int category) {
    return "embedding_" + category;
  }

  private Operand<TFloat32> dense(Parameters parameters, String name, Operand<TFloat32> input) {
    return tf.math.add(
        tf.linalg.matMul(input, parameters.get(name + "/kernel")), parameters.get(name + "/bias"));
  }

  private Operand<TFloat32> legs(
      Parameters parameters, Operand<TFloat32> layer, Operand<TFloat32> logMedian) {
    Operand<TFloat32> shares = tf.nn.softmax(dense(parameters, LEGS, layer));
    return tf.withName(LEGS).math.mul(shares, tf.stopGradient(tf.math.exp(logMedian)));
  }

  private Operand<TFloat32> bounded(Operand<TFloat32> logMinutes) {
    return tf.math.minimum(
        tf.math.maximum(logMinutes, tf.constant(0f)), tf.constant(MOST_LOG_MINUTES));
  }

  private Operand<TFloat32> slice(Operand<TFloat32> matrix, int column) {
    return tf.gather(matrix, tf.constant(new int[] {column}), tf.constant(1));
  }
}
