package io.tiffin.model;

/**
 * Runs a model on the calling thread: what an engine room gives to {@link ModelPools}. Used by one
 * thread at a time; the engine's failures come out as they are.
 */
public interface Runner {

  /**
   * Runs all rows in one call.
   *
   * @throws Exception whatever the engine throws
   */
  Inference run(Examples examples) throws Exception;

  /** Frees what the runner holds. */
  void close();
}
