package io.tiffin.training;

import io.tiffin.training.Normalisation.Moments;
import io.tiffin.training.NumberColumn.Scale;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A network's inputs once missing values have been dealt with.
 *
 * @param missing whether each number is missing, [rows, numbers]
 * @param filled numbers in their own unit, the training mean where missing, [rows, numbers]
 * @param normalised numbers on their scale with mean 0 and deviation 1 over the training set, 0
 *     where missing, [rows, numbers]
 * @param flags 1 where a flagged number is missing, [rows, flagged numbers]
 * @param nullableCategories buckets, [rows, categories]; null if there are none
 */
record NormalisedInputs(
    Operand<TBool> missing,
    Operand<TFloat32> filled,
    Operand<TFloat32> normalised,
    Operand<TFloat32> flags,
    @Nullable Operand<TInt64> nullableCategories) {

  /** Deviations beyond which a number says no more: an outlier must not throw the answer off. */
  private static final float CLIP = 8;

  static NormalisedInputs of(
      Ops tf,
      NetworkDesign design,
      Normalisation normalisation,
      Operand<TFloat32> numeric,
      @Nullable Operand<TInt64> categories) {
    List<Moments> moments = normalisation.columns();
    Operand<TBool> missing = tf.math.isNan(numeric);
    Operand<TFloat32> means = tf.math.add(tf.zerosLike(numeric), row(tf, moments, Moments::mean));
    Operand<TFloat32> filled = tf.select(missing, means, numeric);
    Operand<TFloat32> flags =
        tf.gather(
            tf.dtypes.cast(missing, TFloat32.class), tf.constant(design.flagged()), tf.constant(1));
    return new NormalisedInputs(
        missing, filled, normalised(tf, design, moments, filled, missing), flags, categories);
  }

  /** The buckets; a design without categories has no term that asks for them. */
  Operand<TInt64> categories() {
    Operand<TInt64> present = nullableCategories;
    if (present == null) {
      throw new IllegalStateException("a term wants categories of a design that has none");
    }
    return present;
  }

  private static Operand<TFloat32> normalised(
      Ops tf,
      NetworkDesign design,
      List<Moments> moments,
      Operand<TFloat32> filled,
      Operand<TBool> missing) {
    Operand<TFloat32> logarithms = tf.math.log1p(tf.nn.relu(filled));
    boolean[][] isLogarithmic = new boolean[1][moments.size()];
    for (int column = 0; column < moments.size(); column++) {
      isLogarithmic[0][column] = design.numbers().get(column).scale() == Scale.LOGARITHMIC;
    }
    Operand<TFloat32> scaled = tf.select(tf.constant(isLogarithmic), logarithms, filled);
    Operand<TFloat32> centred = tf.math.sub(scaled, row(tf, moments, Moments::scaledMean));
    Operand<TFloat32> unit = tf.math.div(centred, row(tf, moments, Moments::scaledDeviation));
    Operand<TFloat32> clipped = tf.clipByValue(unit, tf.constant(-CLIP), tf.constant(CLIP));
    return tf.select(missing, tf.zerosLike(clipped), clipped);
  }

  private static Operand<TFloat32> row(
      Ops tf, List<Moments> moments, ToDoubleFunction<Moments> value) {
    float[] row = new float[moments.size()];
    for (int column = 0; column < row.length; column++) {
      row[column] = (float) value.applyAsDouble(moments.get(column));
    }
    return tf.constant(new float[][] {row});
  }
}
