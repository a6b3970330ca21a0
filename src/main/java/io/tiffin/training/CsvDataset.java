package io.tiffin.training;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Categories;
import io.tiffin.model.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file by its mapping. */
final class CsvDataset {

  /** More texts than this share buckets. */
  private static final int MOST_BUCKETS = 4096;

  private static final List<String> ROLES = List.of("train", "validation", "test");

  private CsvDataset() {}

  /**
   * Reads the rows.
   *
   * @param roles a CSV file with the columns row (1 is the first after the header) and role (train,
   *     validation or test); null for the first 60 % of the rows, the next 20 % and the last 20 %,
   *     which is a split by time if the file is in the order of time
   * @throws TrainingInputException if a file cannot be used; names the line or the column
   */
  static Dataset read(Path file, CsvMapping mapping, @Nullable Path roles)
      throws TrainingInputException {
    CsvTable table = CsvTable.read(file);
    NetworkDesign design = sized(mapping, table);
    TrainingRows rows = rows(table, mapping, design, file);
    String[] roleOf = roles == null ? byPosition(table.size()) : byFile(roles, table.size());
    TrainingRows train = rows.select(withRole(roleOf, 0));
    int[] test = withRole(roleOf, 2);
    return new Dataset(
        design,
        new Split(train, rows.select(withRole(roleOf, 1)), rows.select(test)),
        train,
        IntStream.range(0, design.categories().size()).boxed().toList(),
        Map.of(),
        Map.of(),
        Journeys.NONE,
        samples(table, rows, design, test));
  }

  private static TrainingRows rows(
      CsvTable table, CsvMapping mapping, NetworkDesign design, Path file)
      throws TrainingInputException {
    TrainingRows rows = new TrainingRows(design, table.size());
    int column = 0;
    for (List<String> sources : mapping.sources().values()) {
      double[] sum = new double[table.size()];
      for (String source : sources) {
        double[] values = table.numbers(source);
        Arrays.setAll(sum, row -> sum[row] + values[row]);
      }
      for (int row = 0; row < sum.length; row++) {
        rows.number(row, column, sum[row]);
      }
      column++;
    }
    fillCategories(rows, table, design);
    fillLabels(rows, table.numbers(mapping.target()), mapping.target(), file);
    return rows;
  }

  private static void fillCategories(TrainingRows rows, CsvTable table, NetworkDesign design)
      throws TrainingInputException {
    for (int category = 0; category < design.categories().size(); category++) {
      CategoryColumn column = design.categories().get(category);
      List<String> texts = table.texts(column.feature().feature());
      for (int row = 0; row < rows.size(); row++) {
        rows.category(row, category, Categories.bucket(texts.get(row), column.buckets()));
      }
    }
  }

  private static void fillLabels(TrainingRows rows, double[] labels, String target, Path file)
      throws TrainingInputException {
    for (int row = 0; row < labels.length; row++) {
      if (!(labels[row] > 0)) {
        throw new TrainingInputException(
            "%s line %d: %s is %s, expected minutes above 0"
                .formatted(file, row + 2, target, labels[row]));
      }
      rows.minutes(row, labels[row]);
    }
  }

  private static NetworkDesign sized(CsvMapping mapping, CsvTable table)
      throws TrainingInputException {
    List<CategoryColumn> sized = new ArrayList<>();
    for (CategoryColumn column : mapping.design().categories()) {
      Set<String> texts = new TreeSet<>(table.texts(column.feature().feature()));
      sized.add(
          new CategoryColumn(
              column.feature(), buckets(texts), column.dimensions(), true, column.group()));
    }
    NetworkDesign design = mapping.design();
    return new NetworkDesign(
        design.numbers(), sized, design.wide(), design.baseline(), design.tellsLegs());
  }

  /** The least number of buckets in which no two texts meet. */
  private static int buckets(Set<String> texts) {
    texts.remove("");
    return IntStream.range(texts.size() + 1, MOST_BUCKETS)
        .filter(buckets -> buckets >= 2 && isCollisionFree(texts, buckets))
        .findFirst()
        .orElse(MOST_BUCKETS);
  }

  private static boolean isCollisionFree(Set<String> texts, int buckets) {
    Set<Integer> taken = new HashSet<>();
    return texts.stream().allMatch(text -> taken.add(Categories.bucket(text, buckets)));
  }

  private static String[] byPosition(int size) {
    String[] roles = new String[size];
    Arrays.setAll(roles, row -> ROLES.get(row < size * 0.6 ? 0 : row < size * 0.8 ? 1 : 2));
    return roles;
  }

  private static String[] byFile(Path file, int size) throws TrainingInputException {
    CsvTable table = CsvTable.read(file);
    double[] rows = table.numbers("row");
    List<String> told = table.texts("role");
    String[] roles = new String[size];
    for (int line = 0; line < rows.length; line++) {
      int row = (int) rows[line] - 1;
      if (row < 0 || row >= size || !ROLES.contains(told.get(line))) {
        throw new TrainingInputException(
            "%s line %d: expected a row from 1 to %d and one of the roles %s"
                .formatted(file, line + 2, size, ROLES));
      }
      roles[row] = told.get(line);
    }
    return roles;
  }

  private static int[] withRole(String[] roleOf, int role) throws TrainingInputException {
    int[] selected =
        IntStream.range(0, roleOf.length)
            .filter(row -> ROLES.get(role).equals(roleOf[row]))
            .toArray();
    if (selected.length == 0) {
      throw new TrainingInputException("no row has the role " + ROLES.get(role));
    }
    return selected;
  }

  private static IntFunction<List<Sample>> samples(
      CsvTable table, TrainingRows rows, NetworkDesign design, int[] test)
      throws TrainingInputException {
    List<List<String>> texts = new ArrayList<>();
    for (CategoryColumn column : design.categories()) {
      texts.add(table.texts(column.feature().feature()));
    }
    return most -> {
      int step = Math.max(1, test.length / most);
      List<Sample> samples = new ArrayList<>();
      for (int at = 0; at < test.length && samples.size() < most; at += step) {
        int row = test[at];
        List<String> categories = texts.stream().map(column -> column.get(row)).toList();
        samples.add(new Sample(features(rows, design, row, categories), rows.minutes(row), null));
      }
      return samples;
    };
  }

  private static Map<FeatureName, Object> features(
      TrainingRows rows, NetworkDesign design, int row, List<String> categories) {
    Map<FeatureName, Object> features = new HashMap<>();
    for (int number = 0; number < design.numbers().size(); number++) {
      double value = rows.number(row, number);
      if (!Double.isNaN(value)) {
        features.put(design.numbers().get(number).feature(), value);
      }
    }
    for (int category = 0; category < categories.size(); category++) {
      if (!categories.get(category).isEmpty()) {
        features.put(design.categories().get(category).feature(), categories.get(category));
      }
    }
    return features;
  }
}
