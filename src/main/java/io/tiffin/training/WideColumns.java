package io.tiffin.training;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The wide part's columns of rows, computed by the same operations that the network answers with.
 * Owns native memory.
 */
final class WideColumns implements AutoCloseable {

  /** Rows a call: bounds memory, chosen. */
  private static final int BATCH = 2048;

  private final NetworkDesign design;
  private final int width;
  private final Graph graph = new Graph();
  private final NetworkGraph network;
  private final Operand<TFloat32> columns;
  private final Session session;

  /** Takes one row. */
  interface Visitor {

    /**
     * Takes a row.
     *
     * @param row its number
     * @param values hold the row's wide columns from {@code from} on
     * @param logBaseline the logarithm of the row's baseline in minutes
     */
    void visit(int row, float[] values, int from, double logBaseline);
  }

  WideColumns(NetworkDesign design, Normalisation normalisation) {
    this.design = design;
    width = WideGraph.width(design);
    Ops tf = Ops.create(graph);
    network = new NetworkGraph(tf, design, normalisation);
    columns = tf.concat(List.of(network.wideColumns(), network.logBaseline()), tf.constant(1));
    session = new Session(graph, InputTensors.singleThreaded());
  }

  /** How many there are, the baseline not being one. */
  int width() {
    return width;
  }

  /** Visits every row in order. */
  void visit(TrainingRows rows, Visitor visitor) {
    for (int first = 0; first < rows.size(); first += BATCH) {
      TrainingRows batch = rows.range(first, Math.min(first + BATCH, rows.size()));
      float[] values = run(batch);
      for (int row = 0; row < batch.size(); row++) {
        int from = row * (width + 1);
        visitor.visit(first + row, values, from, values[from + width]);
      }
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private float[] run(TrainingRows rows) {
    try (InputTensors inputs = new InputTensors(design, rows);
        Result result = inputs.into(session.runner(), network).fetch(columns).run()) {
      return InputTensors.values(result.get(0));
    }
  }
}
