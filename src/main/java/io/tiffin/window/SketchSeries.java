package io.tiffin.window;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tiles of bucket counts. Columns: the number of buckets (varint), then for each in ascending order
 * its code (zigzag for the first, the gap for the others) and its count (zigzag).
 */
final class SketchSeries implements Series {

  private final TreeMap<Long, TreeMap<Integer, Long>> tiles = new TreeMap<>();

  @Override
  public void apply(long tile, long timeMicros, long amount, int weight) {
    add(tile, Buckets.code(amount), weight);
  }

  private void add(long tile, int code, long count) {
    tiles.computeIfAbsent(tile, ignored -> new TreeMap<>()).merge(code, count, SketchSeries::sum);
  }

  // Null removes the bucket: what was taken back leaves no trace.
  @SuppressWarnings("NullAway") // Map.merge takes a remapping function that may answer null
  private static Long sum(Long present, Long more) {
    long total = present + more;
    return total == 0 ? null : total;
  }

  @Override
  public void dropBefore(long horizonTile) {
    tiles.headMap(horizonTile).clear();
    tiles.values().removeIf(TreeMap::isEmpty);
  }

  @Override
  public boolean isEmpty() {
    return tiles.isEmpty();
  }

  @Override
  public void pack(Packer out) {
    out.varint(tiles.size());
    long newer = 0;
    boolean first = true;
    for (Map.Entry<Long, TreeMap<Integer, Long>> tile : tiles.descendingMap().entrySet()) {
      if (first) {
        out.zigzag(tile.getKey());
      } else {
        out.varint(newer - tile.getKey());
      }
      first = false;
      newer = tile.getKey();
      packBuckets(tile.getValue(), out);
    }
  }

  private static void packBuckets(Map<Integer, Long> buckets, Packer out) {
    out.varint(buckets.size());
    Iterator<Map.Entry<Integer, Long>> ascending = buckets.entrySet().iterator();
    Map.Entry<Integer, Long> bucket = ascending.next();
    out.zigzag(bucket.getKey());
    out.zigzag(bucket.getValue());
    while (ascending.hasNext()) {
      int previous = bucket.getKey();
      bucket = ascending.next();
      out.varint((long) bucket.getKey() - previous);
      out.zigzag(bucket.getValue());
    }
  }

  @Override
  public void unpack(Cursor section) {
    BucketCursor buckets = new BucketCursor(section);
    while (section.nextTile()) {
      buckets.open();
      while (buckets.next()) {
        add(section.tile(), buckets.code(), buckets.count());
      }
    }
  }

  @Override
  public void add(Series other) {
    ((SketchSeries) other)
        .tiles.forEach((tile, buckets) -> buckets.forEach((code, count) -> add(tile, code, count)));
  }
}
