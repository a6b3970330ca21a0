package io.tiffin.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Variables and how a step changes them: Adam (Kingma and Ba, 2015), decoupled weight decay of
 * kernels and embeddings, and an average of the weights over the steps.
 */
final class AdamGraph {

  static final double FIRST_MOMENT = 0.9;
  static final double SECOND_MOMENT = 0.999;
  private static final float EPSILON = 1e-7f;

  private final Ops tf;
  private final double weightDecay;
  private final Placeholder<TFloat32> learningRate;
  private final Placeholder<TFloat32> firstMomentPower;
  private final Placeholder<TFloat32> secondMomentPower;
  private final Placeholder<TFloat32> averaging;
  private final Map<String, Learnt> learnt = new LinkedHashMap<>();
  private final List<Op> initialisers = new ArrayList<>();
  private final List<Op> updates = new ArrayList<>();

  /** A variable and the average of its values over the steps. */
  private record Learnt(Variable<TFloat32> variable, Variable<TFloat32> average) {}

  AdamGraph(Ops tf, double weightDecay) {
    this.tf = tf;
    this.weightDecay = weightDecay;
    learningRate = scalar();
    firstMomentPower = scalar();
    secondMomentPower = scalar();
    averaging = scalar();
  }

  /** Fed with the learning rate of a step. */
  Placeholder<TFloat32> learningRate() {
    return learningRate;
  }

  /** Fed with {@link #FIRST_MOMENT} to the power of the number of the step, the first being 1. */
  Placeholder<TFloat32> firstMomentPower() {
    return firstMomentPower;
  }

  /** Fed with {@link #SECOND_MOMENT} to the power of the number of the step. */
  Placeholder<TFloat32> secondMomentPower() {
    return secondMomentPower;
  }

  /** Fed with the share of the average that stays. */
  Placeholder<TFloat32> averaging() {
    return averaging;
  }

  /** To be run once before the first step. */
  List<Op> initialisers() {
    return initialisers;
  }

  /** To be run for a step. */
  List<Op> updates() {
    return updates;
  }

  /** The averages of the weights by name. */
  Map<String, Variable<TFloat32>> averages() {
    Map<String, Variable<TFloat32>> averages = new LinkedHashMap<>();
    learnt.forEach((name, both) -> averages.put(name, both.average()));
    return averages;
  }

  /** Adds a variable that starts at {@code initial}. */
  Variable<TFloat32> variable(String name, Weights.Weight initial) {
    Operand<TFloat32> start =
        tf.constant(Shape.of(initial.shape()), DataBuffers.of(initial.values()));
    Variable<TFloat32> variable = starting(start);
    learnt.put(name, new Learnt(variable, starting(start)));
    return variable;
  }

  /**
   * Adds the updates of all variables by the gradients of {@code loss}.
   *
   * @throws IllegalStateException if a value is read by more than two others: TensorFlow adds their
   *     gradients up in the order in which memory of theirs becomes free, which no seed decides
   */
  void minimise(Graph graph, Operand<TFloat32> loss) {
    Output<?>[] targets =
        learnt.values().stream().map(both -> both.variable().asOutput()).toArray(Output<?>[]::new);
    Output<?>[] gradients = graph.addGradients(loss.asOutput(), targets);
    requirePairs(graph);
    List<Op> computed = new ArrayList<>();
    for (Output<?> gradient : gradients) {
      computed.add(gradient);
    }
    // No variable may change while the gradient of another still reads it.
    Ops afterGradients = tf.withControlDependencies(computed);
    int index = 0;
    for (Map.Entry<String, Learnt> entry : learnt.entrySet()) {
      Output<TFloat32> gradient = gradients[index++].expect(TFloat32.class);
      boolean decays = !entry.getKey().endsWith("/bias");
      updates.add(update(afterGradients, entry.getValue(), gradient, decays));
    }
  }

  private static void requirePairs(Graph graph) {
    graph
        .operations()
        .forEachRemaining(operation -> {
          if (operation.type().equals("AddN") && operation.inputListLength("inputs") > 2) {
            throw new IllegalStateException(
                "%s sums up %d gradients; their order is not settled for more than two"
                    .formatted(operation.name(), operation.inputListLength("inputs")));
          }
        });
  }

  private Op update(Ops afterGradients, Learnt weight, Output<TFloat32> gradient, boolean decays) {
    Variable<TFloat32> variable = weight.variable();
    Op stepped =
        afterGradients.train.applyAdam(
            variable,
            starting(zeros(variable)),
            starting(zeros(variable)),
            firstMomentPower,
            secondMomentPower,
            learningRate,
            tf.constant((float) FIRST_MOMENT),
            tf.constant((float) SECOND_MOMENT),
            tf.constant(EPSILON),
            gradient);
    return average(decays ? decay(stepped, variable) : stepped, weight);
  }

  private Op decay(Op after, Variable<TFloat32> variable) {
    Ops then = tf.withControlDependencies(after);
    Operand<TFloat32> share = tf.math.mul(learningRate, tf.constant((float) weightDecay));
    return then.assignSub(variable, then.math.mul(then.identity(variable), share));
  }

  private Op average(Op after, Learnt weight) {
    Ops then = tf.withControlDependencies(after);
    Operand<TFloat32> share = tf.math.sub(tf.constant(1f), averaging);
    Operand<TFloat32> distance =
        then.math.sub(then.identity(weight.variable()), then.identity(weight.average()));
    return then.assignAdd(weight.average(), then.math.mul(distance, share));
  }

  private Variable<TFloat32> starting(Operand<TFloat32> value) {
    Variable<TFloat32> variable = tf.variable(value.shape(), TFloat32.class);
    initialisers.add(tf.assign(variable, value));
    return variable;
  }

  private Operand<TFloat32> zeros(Variable<TFloat32> like) {
    Shape shape = like.shape();
    return tf.constant(shape, DataBuffers.of(new float[(int) shape.size()]));
  }

  private Placeholder<TFloat32> scalar() {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }
}
