package io.tiffin.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean label of rows with the same categories; where no training row had them, of those with
 * the same first one; else of all.
 */
final class GroupMeans {

  private final List<Integer> groupedBy;
  private final Map<List<Long>, Mean> means = new HashMap<>();

  private static final class Mean {
    private double sum;
    private int count;

    double value() {
      return sum / count;
    }
  }

  GroupMeans(TrainingRows train, List<Integer> groupedBy) {
    this.groupedBy = List.copyOf(groupedBy);
    for (int row = 0; row < train.size(); row++) {
      for (int length = 0; length <= groupedBy.size(); length++) {
        Mean mean = means.computeIfAbsent(key(train, row, length), key -> new Mean());
        mean.sum += train.minutes(row);
        mean.count++;
      }
    }
  }

  double[] of(TrainingRows rows) {
    double[] predicted = new double[rows.size()];
    Arrays.setAll(predicted, row -> predict(rows, row));
    return predicted;
  }

  private double predict(TrainingRows rows, int row) {
    int length = groupedBy.size();
    Mean mean = means.get(key(rows, row, length));
    while (mean == null) {
      mean = means.get(key(rows, row, --length));
    }
    return mean.value();
  }

  private List<Long> key(TrainingRows rows, int row, int length) {
    return groupedBy.stream().limit(length).map(column -> rows.category(row, column)).toList();
  }
}
