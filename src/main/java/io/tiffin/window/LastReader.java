package io.tiffin.window;

import io.tiffin.feature.Aggregate;

/**
 * Seconds since the last observation; 0 if it lies in the future, missing once its tile has left
 * the window.
 */
final class LastReader extends FeatureReader {

  private static final double MICROS_PER_SECOND = 1e6;

  private final long tileMicros;

  LastReader(int position, Aggregate aggregate, int windowTiles, long tileMicros) {
    super(position, aggregate, windowTiles);
    this.tileMicros = tileMicros;
  }

  @Override
  double read(Cursor cursor, int from, int to, long instantTile, long instantMicros) {
    if (from == to) {
      return Double.NaN;
    }
    cursor.moveTo(from, to);
    long last = cursor.zigzag();
    if (Math.floorDiv(last, tileMicros) < instantTile - windowTiles()) {
      return Double.NaN;
    }
    return Math.max(0, instantMicros - last) / MICROS_PER_SECOND;
  }
}
