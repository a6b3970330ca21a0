package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;

/**
 * A count, a sum, or what is open. Of the latter, the value itself is what must be {@code
 * at-least}.
 */
final class CountReader extends FeatureReader {

  private final boolean sums;

  CountReader(int position, Aggregate aggregate, int windowTiles) {
    super(position, aggregate, windowTiles);
    sums = aggregate.function() == Function.SUM;
  }

  @Override
  double read(Cursor cursor, int from, int to, long instantTile, long instantMicros) {
    long count = 0;
    long sum = 0;
    cursor.openTiles(from, to);
    while (nextInWindow(cursor, instantTile)) {
      count += cursor.zigzag();
      if (sums) {
        sum += cursor.zigzag();
      }
    }
    double value = (sums ? sum : count) / scale;
    return (sums ? count : value) < atLeast ? Double.NaN : value;
  }

  @Override
  void skip(Cursor cursor) {
    cursor.varint();
    if (sums) {
      cursor.varint();
    }
  }
}
