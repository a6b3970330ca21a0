package io.tiffin.model;

/**
 * How many calls a model takes at a time, and how many share one call of the engine.
 *
 * @param instances how many are in the engine, each with a runner of its own; at least 1
 * @param queue how many wait, at least 1
 * @param isBatching whether calls that wait are put together
 * @param batchRows rows of calls that are put together at most, at least 1; one call may have more
 */
public record PoolSize(int instances, int queue, boolean isBatching, int batchRows) {

  /** Chosen: some tenths of a millisecond of the bundled model; rationale.md has the figures. */
  public static final int BATCH_ROWS = 256;

  /** Calls that wait are put together. */
  public PoolSize(int instances, int queue) {
    this(instances, queue, true, BATCH_ROWS);
  }

  int callsPerBatch() {
    return isBatching ? Integer.MAX_VALUE : 1;
  }
}
