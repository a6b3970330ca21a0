package io.tiffin.training;

import io.tiffin.evaluation.Quantiles;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A network whose weights are constants: what is exported, and what the trainer evaluates. Owns
 * native memory; not thread-safe.
 */
final class FrozenNetwork implements AutoCloseable {

  /** Rows a call: bounds memory, chosen. */
  private static final int BATCH = 2048;

  private final NetworkDesign design;
  private final Graph graph = new Graph();
  private final NetworkGraph network;
  private final NetworkGraph.Answer answer;
  private final Session session;

  FrozenNetwork(NetworkDesign design, Normalisation normalisation, Weights weights) {
    this.design = design;
    Ops tf = Ops.create(graph);
    network = new NetworkGraph(tf, design, normalisation);
    answer = network.answer(name -> constant(tf, weights.get(name)), layer -> layer);
    session = new Session(graph, InputTensors.singleThreaded());
  }

  Graph graph() {
    return graph;
  }

  NetworkGraph network() {
    return network;
  }

  NetworkGraph.Answer answer() {
    return answer;
  }

  /** The quantiles of every row. */
  List<Quantiles> quantiles(TrainingRows rows) {
    float[] minutes = fetch(rows, answer.minutes());
    List<Quantiles> quantiles = new ArrayList<>(rows.size());
    for (int at = 0; at < minutes.length; at += NetworkGraph.RANKS.size()) {
      quantiles.add(new Quantiles(minutes[at], minutes[at + 1], minutes[at + 2], minutes[at + 3]));
    }
    return quantiles;
  }

  /** The median of every row, in minutes. */
  double[] medians(TrainingRows rows) {
    return quantiles(rows).stream().mapToDouble(Quantiles::p50).toArray();
  }

  /** Row-major values of an operand of the network for every row. */
  float[] fetch(TrainingRows rows, Operand<TFloat32> wanted) {
    int columns = (int) wanted.shape().get(1);
    float[] all = new float[rows.size() * columns];
    for (int from = 0; from < rows.size(); from += BATCH) {
      TrainingRows batch = rows.range(from, Math.min(from + BATCH, rows.size()));
      System.arraycopy(run(batch, wanted), 0, all, from * columns, batch.size() * columns);
    }
    return all;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private float[] run(TrainingRows rows, Operand<TFloat32> wanted) {
    try (InputTensors inputs = new InputTensors(design, rows);
        Result result = inputs.into(session.runner(), network).fetch(wanted).run()) {
      return InputTensors.values(result.get(0));
    }
  }

  private static Operand<TFloat32> constant(Ops tf, Weights.Weight weight) {
    return tf.constant(Shape.of(weight.shape()), DataBuffers.of(weight.values()));
  }
}
