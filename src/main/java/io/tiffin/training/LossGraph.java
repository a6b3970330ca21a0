package io.tiffin.training;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * What learning makes small: the mean pinball loss of the quantiles in minutes and, in lesser
 * measure, the mean absolute error of the legs.
 */
final class LossGraph {

  /**
   * How much an error of a leg counts beside one of the whole; chosen, so that legs never cost the
   * answer.
   */
  private static final float LEGS_SHARE = 0.1f;

  private final Ops tf;
  private final Placeholder<TFloat32> minutes;
  private final Placeholder<TFloat32> legs;
  private final Operand<TFloat32> loss;

  LossGraph(Ops tf, NetworkGraph.Answer answer) {
    this.tf = tf;
    minutes = labels(1);
    legs = labels(TrainingRows.LEGS);
    Operand<TFloat32> quantiles = pinball(answer.minutes());
    Operand<TFloat32> told = answer.legs();
    loss = told == null ? quantiles : tf.math.add(quantiles, legsError(told));
  }

  /** Fed with the labels, [rows, 1]. */
  Placeholder<TFloat32> minutes() {
    return minutes;
  }

  /** Fed with the legs, [rows, 3], NaN where unknown; not read if the network tells none. */
  Placeholder<TFloat32> legs() {
    return legs;
  }

  /** The loss, a scalar. */
  Operand<TFloat32> loss() {
    return loss;
  }

  private Operand<TFloat32> pinball(Operand<TFloat32> predicted) {
    float[][] ranks = new float[1][NetworkGraph.RANKS.size()];
    for (int rank = 0; rank < ranks[0].length; rank++) {
      ranks[0][rank] = NetworkGraph.RANKS.get(rank).floatValue();
    }
    Operand<TFloat32> rank = tf.constant(ranks);
    Operand<TFloat32> error = tf.math.sub(minutes, predicted);
    Operand<TFloat32> tooShort = tf.math.mul(rank, error);
    Operand<TFloat32> tooLong = tf.math.mul(tf.math.sub(rank, tf.constant(1f)), error);
    return mean(tf.math.maximum(tooShort, tooLong));
  }

  private Operand<TFloat32> legsError(Operand<TFloat32> told) {
    Operand<TBool> unknown = tf.math.isNan(legs);
    Operand<TFloat32> known = tf.select(unknown, told, legs);
    return tf.math.mul(mean(tf.math.abs(tf.math.sub(told, known))), tf.constant(LEGS_SHARE));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> matrix) {
    return tf.math.mean(matrix, tf.constant(new int[] {0, 1}));
  }

  private Placeholder<TFloat32> labels(int columns) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, columns)));
  }
}
