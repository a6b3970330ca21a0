package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;

/** The smallest or the largest amount. */
final class ExtremeReader extends FeatureReader {

  private final boolean smallest;

  ExtremeReader(int position, Aggregate aggregate, int windowTiles) {
    super(position, aggregate, windowTiles);
    smallest = aggregate.function() == Function.MIN;
  }

  @Override
  double read(Cursor cursor, int from, int to, long instantTile, long instantMicros) {
    long count = 0;
    long extreme = smallest ? Long.MAX_VALUE : Long.MIN_VALUE;
    cursor.openTiles(from, to);
    while (nextInWindow(cursor, instantTile)) {
      count += cursor.zigzag();
      long amount = cursor.zigzag();
      extreme = smallest ? Math.min(extreme, amount) : Math.max(extreme, amount);
    }
    return count <= 0 || count < atLeast ? Double.NaN : extreme / scale;
  }
}
