package io.tiffin.model.djl;

import io.tiffin.model.Examples;
import io.tiffin.model.Inference;

/**
 * Runs a model on the calling thread. Used by one thread at a time; the engine's failures come out
 * as they are and are told by {@link PooledModel}.
 */
interface Runner {

  /**
   * Runs all rows in one call.
   *
   * @throws Exception whatever the engine throws
   */
  Inference run(Examples examples) throws Exception;

  /** Frees what the runner holds. */
  void close();
}
