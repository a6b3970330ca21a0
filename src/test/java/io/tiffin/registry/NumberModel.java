package io.tiffin.registry;

import io.tiffin.batching.Deadline;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import java.util.Arrays;

/** A model that answers its version's number, until it is closed. Thread-safe. */
final class NumberModel implements Model {

  private final Manifest manifest;
  private volatile boolean closed;
  volatile boolean isMute;

  NumberModel(Manifest manifest) {
    this.manifest = manifest;
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public Inference run(Examples examples, Deadline deadline) {
    if (closed || isMute) {
      return new Failed(Reason.ERROR, closed ? "the model is closed" : "scripted", null);
    }
    float[] minutes = new float[examples.rows() * 4];
    Arrays.fill(minutes, Float.parseFloat(manifest.version()));
    return new Answered(minutes, new float[examples.rows() * 3]);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
