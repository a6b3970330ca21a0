package io.tiffin.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Makes what is known of some rows go missing, as when a feed stops or a restaurant is new, so that
 * the network learns to answer without it. In a share of the rows one group of columns, drawn
 * evenly, becomes missing.
 */
final class FeatureDropout {

  private final double share;
  private final List<Group> groups;

  /** Columns that go missing together, by position. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Group(int[] numbers, int[] categories) {}

  /**
   * @param share of the rows, 0 to 1; 0 leaves all as they are
   */
  FeatureDropout(NetworkDesign design, double share) {
    this.share = share;
    TreeSet<String> names = new TreeSet<>();
    design.numbers().forEach(column -> names.add(column.group()));
    design.categories().forEach(column -> names.add(column.group()));
    names.remove("");
    groups = names.stream().map(name -> group(design, name)).toList();
  }

  /** Changes {@code rows} in place. */
  void apply(TrainingRows rows, SplittableRandom random) {
    for (int row = 0; row < rows.size(); row++) {
      if (!groups.isEmpty() && random.nextDouble() < share) {
        clear(rows, row, groups.get(random.nextInt(groups.size())));
      }
    }
  }

  private static void clear(TrainingRows rows, int row, Group group) {
    for (int number : group.numbers()) {
      rows.number(row, number, Double.NaN);
    }
    for (int category : group.categories()) {
      rows.category(row, category, 0);
    }
  }

  private static Group group(NetworkDesign design, String name) {
    return new Group(
        IntStream.range(0, design.numbers().size())
            .filter(number -> design.numbers().get(number).group().equals(name))
            .toArray(),
        IntStream.range(0, design.categories().size())
            .filter(category -> design.categories().get(category).group().equals(name))
            .toArray());
  }
}
