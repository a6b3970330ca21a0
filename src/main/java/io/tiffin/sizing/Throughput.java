package io.tiffin.sizing;

/**
 * What one unit can do at most, if it does nothing else.
 *
 * @param readsPerSecond reads that it answers itself
 * @param missesPerSecond reads that it passes on
 * @param writesPerSecond writes
 */
record Throughput(double readsPerSecond, double missesPerSecond, double writesPerSecond) {

  /**
   * How many units a load keeps busy: the shares of each kind, added up. That is how the vendors
   * count who say a node does this many reads <em>or</em> that many writes.
   */
  double unitsBusy(Load load) {
    return load.hitsPerSecond() / readsPerSecond
        + load.missesPerSecond() / missesPerSecond
        + load.writesPerSecond() / writesPerSecond;
  }
}
