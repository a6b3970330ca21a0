package io.tiffin.training;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network whose weights are variables, taught step by step. Owns native memory; not thread-safe.
 */
final class LearningSession implements AutoCloseable {

  private final NetworkDesign design;
  private final TrainerSettings settings;
  private final Weights initial;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final NetworkGraph network;
  private final Placeholder<TInt32> dropoutSeed;
  private final AdamGraph adam;
  private final LossGraph loss;
  private final Session session;

  private int hiddenLayers;
  private int steps;

  LearningSession(
      NetworkDesign design,
      Normalisation normalisation,
      Weights initial,
      TrainerSettings settings) {
    this.design = design;
    this.settings = settings;
    this.initial = initial;
    network = new NetworkGraph(tf, design, normalisation);
    dropoutSeed = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2)));
    adam = new AdamGraph(tf, settings.weightDecay());
    loss = new LossGraph(tf, network.answer(this::parameter, this::withDropout));
    adam.minimise(graph, loss.loss());
    session = new Session(graph, InputTensors.singleThreaded());
    Session.Runner runner = session.runner();
    adam.initialisers().forEach(runner::addTarget);
    runner.run().close();
  }

  /**
   * One step by the gradients of a batch.
   *
   * @param progress how much of the training is done, 0 to 1
   * @return the batch's loss before the step, in minutes
   */
  double step(TrainingRows batch, double progress) {
    steps++;
    try (InputTensors inputs = new InputTensors(design, batch);
        TFloat32 minutes = InputTensors.floats(batch.minutesArray(), batch.size(), 1);
        TFloat32 legs = InputTensors.floats(batch.legsArray(), batch.size(), TrainingRows.LEGS);
        TInt32 seed = TInt32.vectorOf((int) settings.seed(), steps);
        TFloat32 rate = scalar(settings.learningRate() * (1 - progress));
        TFloat32 first = scalar(Math.pow(AdamGraph.FIRST_MOMENT, steps));
        TFloat32 second = scalar(Math.pow(AdamGraph.SECOND_MOMENT, steps));
        TFloat32 averaging = scalar(averaging())) {
      Session.Runner runner =
          inputs
              .into(session.runner(), network)
              .feed(loss.minutes(), minutes)
              .feed(loss.legs(), legs)
              .feed(dropoutSeed, seed)
              .feed(adam.learningRate(), rate)
              .feed(adam.firstMomentPower(), first)
              .feed(adam.secondMomentPower(), second)
              .feed(adam.averaging(), averaging)
              .fetch(loss.loss());
      adam.updates().forEach(runner::addTarget);
      try (Result result = runner.run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }
  }

  /** The average of the weights over the steps, and those that are not learnt. */
  Weights weights() {
    Weights weights = new Weights();
    for (String name : initial.names()) {
      Variable<TFloat32> average = adam.averages().get(name);
      Weights.Weight start = initial.get(name);
      weights.put(name, start.shape(), average == null ? start.values() : fetch(average));
    }
    return weights;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /** Few steps stay in a young average, so that it forgets where it started. */
  private double averaging() {
    return Math.min(settings.averaging(), (1.0 + steps) / (10.0 + steps));
  }

  private float[] fetch(Operand<TFloat32> wanted) {
    try (Result result = session.runner().fetch(wanted).run()) {
      return InputTensors.values(result.get(0));
    }
  }

  private Operand<TFloat32> parameter(String name) {
    Weights.Weight start = initial.get(name);
    return InitialWeights.isLearnt(name)
        ? adam.variable(name, start)
        : tf.constant(Shape.of(start.shape()), DataBuffers.of(start.values()));
  }

  private Operand<TFloat32> withDropout(Operand<TFloat32> layer) {
    float kept = (float) (1 - settings.hiddenDropout());
    Operand<TInt32> seed = tf.math.add(dropoutSeed, tf.constant(new int[] {++hiddenLayers, 0}));
    Operand<TFloat32> random = tf.random.statelessRandomUniform(tf.shape(layer), seed);
    Operand<TFloat32> mask =
        tf.dtypes.cast(tf.math.less(random, tf.constant(kept)), TFloat32.class);
    return tf.math.mul(layer, tf.math.div(mask, tf.constant(kept)));
  }

  private static TFloat32 scalar(double value) {
    return TFloat32.scalarOf((float) value);
  }
}
