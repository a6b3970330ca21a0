package io.tiffin.window;

/**
 * The time of the last observation, packed as one zigzag number of microseconds. An observation
 * taken back stays.
 */
final class LastSeries implements Series {

  private static final long NEVER = Long.MIN_VALUE;

  private final long tileMicros;
  private long lastMicros = NEVER;

  LastSeries(long tileMicros) {
    this.tileMicros = tileMicros;
  }

  @Override
  public void apply(long tile, long timeMicros, long amount, int weight) {
    if (weight > 0) {
      lastMicros = Math.max(lastMicros, timeMicros);
    }
  }

  @Override
  public void dropBefore(long horizonTile) {
    if (Math.floorDiv(lastMicros, tileMicros) < horizonTile) {
      lastMicros = NEVER;
    }
  }

  @Override
  public boolean isEmpty() {
    return lastMicros == NEVER;
  }

  @Override
  public void pack(Packer out) {
    out.zigzag(lastMicros);
  }

  @Override
  public void unpack(Cursor section) {
    lastMicros = Math.max(lastMicros, section.zigzag());
  }

  @Override
  public void add(Series other) {
    lastMicros = Math.max(lastMicros, ((LastSeries) other).lastMicros);
  }
}
