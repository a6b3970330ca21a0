package io.tiffin.window;

import io.tiffin.feature.Aggregate;

/** The mean of all amounts in the window. */
final class MeanReader extends FeatureReader {

  MeanReader(int position, Aggregate aggregate, int windowTiles) {
    super(position, aggregate, windowTiles);
  }

  @Override
  double read(Cursor cursor, int from, int to, long instantTile, long instantMicros) {
    long count = 0;
    long sum = 0;
    cursor.openTiles(from, to);
    while (nextInWindow(cursor, instantTile)) {
      count += cursor.zigzag();
      sum += cursor.zigzag();
    }
    return count <= 0 || count < atLeast ? Double.NaN : sum / scale / count;
  }
}
