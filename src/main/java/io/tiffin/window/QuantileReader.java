package io.tiffin.window;

import io.tiffin.feature.Aggregate;

/** The lower quantile: the amount of rank ⌊q (n − 1)⌋, within {@link Buckets#RELATIVE_ACCURACY}. */
final class QuantileReader extends FeatureReader {

  private final double quantile;

  QuantileReader(int position, Aggregate aggregate, int windowTiles) {
    super(position, aggregate, windowTiles);
    quantile = aggregate.quantile();
  }

  /**
   * Scans twice: once for the range of buckets, once to count into an array just as long, the only
   * thing allocated.
   */
  @Override
  double read(Cursor cursor, int from, int to, long instantTile, long instantMicros) {
    BucketCursor buckets = new BucketCursor(cursor);
    long count = 0;
    int lowest = Integer.MAX_VALUE;
    int highest = Integer.MIN_VALUE;
    cursor.openTiles(from, to);
    while (nextInWindow(cursor, instantTile)) {
      buckets.open();
      while (buckets.next()) {
        count += buckets.count();
        lowest = Math.min(lowest, buckets.code());
        highest = Math.max(highest, buckets.code());
      }
    }
    if (count <= 0 || count < atLeast || cursor.malformed()) {
      return Double.NaN;
    }
    long[] counts = new long[highest - lowest + 1];
    cursor.openTiles(from, to);
    fill(counts, lowest, cursor, buckets, instantTile);
    return Buckets.value(lowest + indexOfRank(counts, (long) (quantile * (count - 1)))) / scale;
  }

  private void fill(
      long[] counts, int lowest, Cursor cursor, BucketCursor buckets, long instantTile) {
    while (nextInWindow(cursor, instantTile)) {
      buckets.open();
      while (buckets.next()) {
        counts[buckets.code() - lowest] += buckets.count();
      }
    }
  }

  private static int indexOfRank(long[] counts, long rank) {
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen > rank) {
        return i;
      }
    }
    return counts.length - 1;
  }

  @Override
  void skip(Cursor cursor) {
    BucketCursor buckets = new BucketCursor(cursor);
    buckets.open();
    while (buckets.next()) {
      // read for the cursor to pass
    }
  }
}
