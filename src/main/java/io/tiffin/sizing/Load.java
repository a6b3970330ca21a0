package io.tiffin.sizing;

/**
 * What arrives at one store.
 *
 * @param storedBytes all that it holds, with what it adds to each row
 * @param rowBytes one row, as requests are counted by its size
 * @param hitsPerSecond reads that it answers itself; at a source, all of its reads
 * @param missesPerSecond reads that a cache passes on, and fills in when they come back
 * @param writesPerSecond writes
 */
record Load(
    double storedBytes,
    long rowBytes,
    double hitsPerSecond,
    double missesPerSecond,
    double writesPerSecond) {

  private static final double BYTES_PER_GIB = 1L << 30;

  double storedGib() {
    return storedBytes / BYTES_PER_GIB;
  }

  double readsPerSecond() {
    return hitsPerSecond + missesPerSecond;
  }
}
