package io.tiffin.model;

import io.tiffin.batching.Deadline;

/** A loaded version of a model. Thread-safe. */
public interface Model extends AutoCloseable {

  Manifest manifest();

  /**
   * Runs the model over all rows in one call, on the model's own threads.
   *
   * @param examples input laid out by this model's {@link Manifest#inputs()}
   * @return the answer, or why there is none by the deadline; never throws for a failure of the
   *     engine
   */
  Inference run(Examples examples, Deadline deadline);

  /**
   * Releases native memory once calls under way have ended. Calls after it answer {@code Failed}.
   */
  @Override
  void close();
}
