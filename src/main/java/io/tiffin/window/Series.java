package io.tiffin.window;

/**
 * The decoded content of one accumulator, for writing. Not thread-safe.
 *
 * <p>Packed, a series of tiles is the number of tiles (varint) and then each tile, newest first:
 * its number (zigzag) for the first, the gap to the one before (varint, at least 1) for the others,
 * followed by its columns. Tiles that hold nothing are not written, so equal content has equal
 * bytes.
 */
sealed interface Series permits TileSeries, SketchSeries, LastSeries {

  static Series empty(Accumulator accumulator) {
    return switch (accumulator.kind()) {
      case COUNT, OPEN, SUM, MIN, MAX -> new TileSeries(accumulator.kind());
      case SKETCH -> new SketchSeries();
      case LAST -> new LastSeries(accumulator.tileMicros());
    };
  }

  /** Adds an observation, or takes one back. */
  void apply(long tile, long timeMicros, long amount, int weight);

  /** Forgets tiles before {@code horizonTile}. */
  void dropBefore(long horizonTile);

  boolean isEmpty();

  void pack(Packer out);

  /**
   * Adds what the section under the cursor holds; a malformed one leaves the cursor malformed and
   * this series unspecified.
   */
  void unpack(Cursor section);

  /** Adds the content of a series of the same accumulator. */
  void add(Series other);
}
