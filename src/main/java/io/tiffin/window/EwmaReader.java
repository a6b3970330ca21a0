package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import java.time.Duration;
import java.util.Objects;

/** A time-decayed mean: a tile that is one half-life old weighs half as much as the current one. */
final class EwmaReader extends FeatureReader {

  /** By age in tiles. StrictMath, so that every JVM has the same bits. */
  private final double[] weights;

  EwmaReader(int position, Aggregate aggregate, int windowTiles, long tileMicros) {
    super(position, aggregate, windowTiles);
    Duration halfLife = Objects.requireNonNull(aggregate.halfLife(), "ewma has no half-life");
    double tilesPerHalfLife = halfLife.toNanos() / 1e3 / tileMicros;
    weights = new double[windowTiles + 1];
    for (int age = 0; age <= windowTiles; age++) {
      weights[age] = StrictMath.pow(2, -age / tilesPerHalfLife);
    }
  }

  @Override
  double read(Cursor cursor, int from, int to, long instantTile, long instantMicros) {
    long count = 0;
    double weightedCount = 0;
    double weightedSum = 0;
    cursor.openTiles(from, to);
    while (nextInWindow(cursor, instantTile)) {
      double weight = weights[(int) (instantTile - cursor.tile())];
      long tileCount = cursor.zigzag();
      count += tileCount;
      weightedCount += weight * tileCount;
      weightedSum += weight * cursor.zigzag();
    }
    return count <= 0 || count < atLeast ? Double.NaN : weightedSum / scale / weightedCount;
  }
}
