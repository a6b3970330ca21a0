package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Observation;

/**
 * Computes one feature from the packed section of its accumulator. Each scans the tiles, newest
 * first, until its window ends: sections are short, and a scan needs no memory of its own.
 */
abstract sealed class FeatureReader
    permits CountReader, MeanReader, ExtremeReader, EwmaReader, QuantileReader, LastReader {

  /** Divides a field's amounts, which are millionths of its unit. */
  private static final double MILLIONTHS = 1e6;

  /** Divides milliseconds: durations are read as seconds. */
  private static final double MILLISECONDS = 1e3;

  /** Position of the feature in its view. */
  final int position;

  final long atLeast;
  final double scale;
  private final long windowTiles;

  FeatureReader(int position, Aggregate aggregate, int windowTiles) {
    this.position = position;
    this.windowTiles = windowTiles;
    atLeast = aggregate.atLeast();
    scale = scaleOf(aggregate.observation());
  }

  /** The reader of a feature; for a ratio, of the numerator alone. */
  static FeatureReader of(int position, Aggregate aggregate, int windowTiles, long tileMicros) {
    return switch (aggregate.function()) {
      case COUNT, SUM, OPEN, RATIO -> new CountReader(position, aggregate, windowTiles);
      case MEAN -> new MeanReader(position, aggregate, windowTiles);
      case MIN, MAX -> new ExtremeReader(position, aggregate, windowTiles);
      case EWMA -> new EwmaReader(position, aggregate, windowTiles, tileMicros);
      case QUANTILE -> new QuantileReader(position, aggregate, windowTiles);
      case LAST -> new LastReader(position, aggregate, windowTiles, tileMicros);
    };
  }

  private static double scaleOf(Observation observation) {
    return switch (observation) {
      case Observation.Occurrence ignored -> 1;
      case Observation.Field ignored -> MILLIONTHS;
      case Observation.Between ignored -> MILLISECONDS;
      case Observation.Open open -> open.amountField() == null ? 1 : MILLIONTHS;
    };
  }

  /**
   * The value at an instant, NaN if it is missing.
   *
   * @param cursor over the body; {@code from} equals {@code to} where the row has no such section
   * @param instantTile number of the tile that the instant is in
   */
  abstract double read(Cursor cursor, int from, int to, long instantTile, long instantMicros);

  /**
   * Moves to the next tile within the window; skips those after the instant, whose columns {@link
   * #skip} reads.
   */
  final boolean nextInWindow(Cursor cursor, long instantTile) {
    while (cursor.nextTile()) {
      if (cursor.tile() <= instantTile) {
        return cursor.tile() >= instantTile - windowTiles;
      }
      skip(cursor);
    }
    return false;
  }

  /** Reads the columns of a tile that does not count. */
  void skip(Cursor cursor) {
    cursor.varint();
    cursor.varint();
  }

  final long windowTiles() {
    return windowTiles;
  }
}
