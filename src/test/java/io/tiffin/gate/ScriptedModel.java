package io.tiffin.gate;

import io.tiffin.batching.Deadline;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import java.util.concurrent.atomic.AtomicInteger;

/** A model over {@link GateFixture}'s samples that does as its script says. Thread-safe. */
final class ScriptedModel implements Model {

  private final Manifest manifest;
  private final Script script;
  private final Runnable onClose;
  private final AtomicInteger calls = new AtomicInteger();

  /** What it does. */
  interface Script {

    /**
     * The median of an order; what it takes is up to the script.
     *
     * @param items the order's
     */
    double median(double items);

    /** Before each call, the first being 0. */
    default void beforeCall(int call, int rows) {}
  }

  ScriptedModel(Manifest manifest, Script script, Runnable onClose) {
    this.manifest = manifest;
    this.script = script;
    this.onClose = onClose;
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public Inference run(Examples examples, Deadline deadline) {
    script.beforeCall(calls.getAndIncrement(), examples.rows());
    float[] minutes = new float[4 * examples.rows()];
    for (int row = 0; row < examples.rows(); row++) {
      double median = script.median(examples.floats(0)[2 * row]);
      minutes[4 * row] = (float) (median - 1.2816 * GateFixture.SPREAD);
      minutes[4 * row + 1] = (float) median;
      minutes[4 * row + 2] = (float) (median + 0.8416 * GateFixture.SPREAD);
      minutes[4 * row + 3] = (float) (median + 1.2816 * GateFixture.SPREAD);
    }
    return new Answered(minutes, new float[0]);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
