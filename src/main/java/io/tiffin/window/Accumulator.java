package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Observation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * What a row keeps of one observation: a series of tiles, or a single instant. Features that need
 * the same series share it, so {@code count(order.placed)} over 5, 20 and 60 minutes is one
 * accumulator.
 *
 * @param id CRC-32C of the kind, the observation and the width of a tile, but not of the window: a
 *     longer window reads the tiles that are there
 * @param kind what a tile holds
 * @param observation what contributes
 * @param tileMicros width of a tile in microseconds
 * @param windowTiles tiles before the current one that some feature reads
 * @param keptTiles tiles before the current one that a writer keeps: the window and the allowed
 *     lateness
 */
public record Accumulator(
    int id, Kind kind, Observation observation, long tileMicros, int windowTiles, int keptTiles) {

  /** What one tile of a series holds; the names are part of {@link Accumulator#id()}. */
  public enum Kind {
    /** Number of observations. */
    COUNT,
    /** Number of observations and the sum of their amounts. */
    SUM,
    /** Amount opened in the tile and not closed since. */
    OPEN,
    /** Number of observations and the smallest amount. */
    MIN,
    /** Number of observations and the largest amount. */
    MAX,
    /** DDSketch buckets of the amounts. */
    SKETCH,
    /** No tiles: the time of the last observation. */
    LAST;

    static Kind of(Aggregate.Function function) {
      return switch (function) {
        case COUNT, RATIO -> COUNT;
        case SUM, MEAN, EWMA -> SUM;
        case OPEN -> OPEN;
        case MIN -> MIN;
        case MAX -> MAX;
        case QUANTILE -> SKETCH;
        case LAST -> LAST;
      };
    }
  }

  /**
   * How long a tile is kept after no window reaches it at the time of writing: time for requests
   * that were received before the row was written, for events whose source clock runs ahead, and
   * for lateness. Chosen: five minutes, rounded up to whole tiles.
   */
  static final long KEPT_BEYOND_WINDOW_MICROS = 5 * 60 * 1_000_000L;

  static Accumulator of(Kind kind, Observation observation, long tileMicros, int windowTiles) {
    int beyond = (int) Math.ceilDiv(KEPT_BEYOND_WINDOW_MICROS, tileMicros);
    int id = idOf(kind + " " + text(observation) + " tile " + tileMicros);
    return new Accumulator(id, kind, observation, tileMicros, windowTiles, windowTiles + beyond);
  }

  Accumulator covering(int otherWindowTiles) {
    return otherWindowTiles <= windowTiles
        ? this
        : of(kind, observation, tileMicros, otherWindowTiles);
  }

  /** The number of the tile that an instant is in. */
  long tileAt(long micros) {
    return Math.floorDiv(micros, tileMicros);
  }

  private static int idOf(String definition) {
    CRC32C checksum = new CRC32C();
    checksum.update(definition.getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }

  private static String text(Observation observation) {
    return switch (observation) {
      case Observation.Occurrence(String type) -> type;
      case Observation.Field(String type, String field) -> type + "." + field;
      case Observation.Between(String from, String to) -> from + " -> " + to;
      case Observation.Open open ->
          "%s until %s amount %s"
              .formatted(inOrder(open.openedBy()), inOrder(open.closedBy()), open.amountField());
    };
  }

  private static String inOrder(List<String> types) {
    return types.stream().sorted().collect(Collectors.joining("|"));
  }
}
