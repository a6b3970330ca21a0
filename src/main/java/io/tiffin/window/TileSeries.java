package io.tiffin.window;

import io.tiffin.window.Accumulator.Kind;
import java.util.Arrays;

/**
 * Tiles of one or two numbers. Columns: a count (or open amount), then for sums and extremes the
 * amount, both zigzag.
 */
final class TileSeries implements Series {

  private final Kind kind;
  private long[] tiles = new long[4];
  private long[] counts = new long[4];
  private long[] amounts;
  private int size;

  TileSeries(Kind kind) {
    this.kind = kind;
    amounts = new long[hasAmounts() ? 4 : 0];
  }

  private boolean hasAmounts() {
    return kind != Kind.COUNT && kind != Kind.OPEN;
  }

  @Override
  public void apply(long tile, long timeMicros, long amount, int weight) {
    switch (kind) {
      case OPEN -> add(tile, amount * weight, 0);
      case SUM -> add(tile, weight, amount * weight);
      case COUNT, MIN, MAX, SKETCH, LAST -> add(tile, weight, amount);
    }
  }

  private void add(long tile, long count, long amount) {
    int at = indexOf(tile);
    boolean fresh = counts[at] == 0;
    counts[at] += count;
    if (hasAmounts()) {
      amounts[at] = combine(amounts[at], amount, fresh, count < 0);
    }
  }

  // An extreme that is taken back stays: which one was next is not kept.
  private long combine(long present, long amount, boolean fresh, boolean takenBack) {
    if (kind == Kind.SUM) {
      return present + amount;
    }
    if (fresh || takenBack) {
      return fresh ? amount : present;
    }
    return kind == Kind.MIN ? Math.min(present, amount) : Math.max(present, amount);
  }

  // Nearly every observation is of the newest tile, or of one close to it.
  private int indexOf(long tile) {
    int at = size;
    while (at > 0 && tiles[at - 1] > tile) {
      at--;
    }
    if (at > 0 && tiles[at - 1] == tile) {
      return at - 1;
    }
    insert(at, tile);
    return at;
  }

  private void insert(int at, long tile) {
    if (size == tiles.length) {
      grow();
    }
    shift(tiles, at);
    shift(counts, at);
    tiles[at] = tile;
    counts[at] = 0;
    if (hasAmounts()) {
      shift(amounts, at);
      amounts[at] = 0;
    }
    size++;
  }

  private void shift(long[] column, int at) {
    System.arraycopy(column, at, column, at + 1, size - at);
  }

  private void grow() {
    tiles = Arrays.copyOf(tiles, size * 2);
    counts = Arrays.copyOf(counts, size * 2);
    if (hasAmounts()) {
      amounts = Arrays.copyOf(amounts, size * 2);
    }
  }

  @Override
  public void dropBefore(long horizonTile) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (tiles[i] >= horizonTile && !isVoid(i)) {
        keep(i, kept++);
      }
    }
    size = kept;
  }

  private boolean isVoid(int at) {
    return counts[at] == 0 && (kind != Kind.SUM || amounts[at] == 0);
  }

  private void keep(int from, int to) {
    tiles[to] = tiles[from];
    counts[to] = counts[from];
    if (hasAmounts()) {
      amounts[to] = amounts[from];
    }
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public void pack(Packer out) {
    out.varint(size);
    for (int i = size - 1; i >= 0; i--) {
      if (i == size - 1) {
        out.zigzag(tiles[i]);
      } else {
        out.varint(tiles[i + 1] - tiles[i]);
      }
      out.zigzag(counts[i]);
      if (hasAmounts()) {
        out.zigzag(amounts[i]);
      }
    }
  }

  @Override
  public void unpack(Cursor section) {
    while (section.nextTile()) {
      long count = section.zigzag();
      add(section.tile(), count, hasAmounts() ? section.zigzag() : 0);
    }
  }

  @Override
  public void add(Series other) {
    TileSeries tilesOfOther = (TileSeries) other;
    for (int i = 0; i < tilesOfOther.size; i++) {
      if (!tilesOfOther.isVoid(i)) {
        add(
            tilesOfOther.tiles[i],
            tilesOfOther.counts[i],
            hasAmounts() ? tilesOfOther.amounts[i] : 0);
      }
    }
  }
}
