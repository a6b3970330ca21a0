package io.tiffin.training;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.Reference;
import io.tiffin.model.Manifest.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the inputs of a network are distributed in rows, as its bundle tells it for drift to be held
 * against: numbers by their deciles, categories of few values by each.
 */
final class InputReferences {

  /** The customary number of bins of the population stability index. */
  private static final int BINS = 10;

  /** More than these are as good as identifiers: new ones come and old ones go. Chosen. */
  private static final int MOST_VALUES = 24;

  /** Shares are written with six decimals: fewer than a reader of the file would look at. */
  private static final double PARTS = 1e6;

  private InputReferences() {}

  /** Of a numeric column; null for one that is not to be watched. */
  static @Nullable Reference ofNumber(NetworkDesign design, TrainingRows rows, int column) {
    if (isWatched(design.numbers().get(column).feature(), rows)) {
      return ranges(known(rows, column), rows.size());
    }
    return null;
  }

  /** Of a categorical column; null for one of many values, or that is not to be watched. */
  static @Nullable Reference ofCategory(NetworkDesign design, TrainingRows rows, int column) {
    CategoryColumn declared = design.categories().get(column);
    SortedMap<Long, Integer> counts = new TreeMap<>();
    int missing = 0;
    for (int row = 0; row < rows.size(); row++) {
      long value = rows.category(row, column);
      if (declared.isText() && value == 0) {
        missing++;
      } else {
        counts.merge(value, 1, Integer::sum);
      }
    }
    boolean isFew = !counts.isEmpty() && counts.size() <= MOST_VALUES;
    return isFew && isWatched(declared.feature(), rows)
        ? new Values(
            List.copyOf(counts.keySet()),
            shares(List.copyOf(counts.values())),
            share(missing, rows.size()))
        : null;
  }

  private static boolean isWatched(FeatureName feature, TrainingRows rows) {
    return rows.size() > 0 && !CityColumns.NOT_WATCHED.contains(feature);
  }

  private static float[] known(TrainingRows rows, int column) {
    float[] known = new float[rows.size()];
    int count = 0;
    for (int row = 0; row < rows.size(); row++) {
      float value = rows.number(row, column);
      if (!Float.isNaN(value)) {
        known[count++] = value;
      }
    }
    return Arrays.copyOf(known, count);
  }

  private static Reference ranges(float[] known, int rows) {
    Arrays.sort(known);
    float[] edges = edges(known);
    int[] counts = new int[edges.length + 1];
    int bin = 0;
    for (float value : known) {
      while (bin < edges.length && value > edges[bin]) {
        bin++;
      }
      counts[bin]++;
    }
    List<Double> told = new ArrayList<>();
    for (float edge : edges) {
      told.add(Double.parseDouble(Float.toString(edge))); // shorter, and the same float again
    }
    return new Ranges(
        told, shares(Arrays.stream(counts).boxed().toList()), share(rows - known.length, rows));
  }

  /** The deciles, each once: of a value that many rows share there is one bin, not several. */
  private static float[] edges(float[] ascending) {
    float[] edges = new float[BINS - 1];
    int count = 0;
    for (int decile = 1; decile < BINS && ascending.length > 0; decile++) {
      float edge = ascending[(int) ((long) decile * (ascending.length - 1) / BINS)];
      if (count == 0 || edge > edges[count - 1]) {
        edges[count++] = edge;
      }
    }
    return Arrays.copyOf(edges, count);
  }

  /** Of nothing known, all of it is in the one bin there is. */
  private static List<Double> shares(List<Integer> counts) {
    int total = counts.stream().mapToInt(Integer::intValue).sum();
    return total == 0 ? List.of(1.0) : counts.stream().map(count -> share(count, total)).toList();
  }

  private static double share(int part, int whole) {
    return Math.round(PARTS * part / whole) / PARTS;
  }
}
