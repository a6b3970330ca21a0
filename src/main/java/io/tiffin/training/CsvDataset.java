package io.tiffin.training;

import io.tiffin.model.Categories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file read by its mapping.
 *
 * @param design the mapping's network, its embeddings sized for the texts that the file has
 * @param split the rows by role
 */
record CsvDataset(NetworkDesign design, Split split) {

  /** More texts than this share buckets. */
  private static final int MOST_BUCKETS = 4096;

  private static final List<String> ROLES = List.of("train", "validation", "test");

  /**
   * Reads the rows.
   *
   * @param roles a CSV file with the columns row (1 is the first after the header) and role (train,
   *     validation or test); null for the first 60 % of the rows, the next 20 % and the last 20 %,
   *     which is a split by time if the file is in the order of time
   * @throws TrainingInputException if a file cannot be used; names the line or the column
   */
  static CsvDataset read(Path file, CsvMapping mapping, @Nullable Path roles)
      throws TrainingInputException {
    CsvTable table = CsvTable.read(file);
    NetworkDesign design = sized(mapping, table);
    TrainingRows rows = rows(table, mapping, design, file);
    String[] roleOf = roles == null ? byPosition(table.size()) : byFile(roles, table.size());
    return new CsvDataset(
        design,
        new Split(select(rows, roleOf, 0), select(rows, roleOf, 1), select(rows, roleOf, 2)));
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

  private static TrainingRows select(TrainingRows rows, String[] roleOf, int role)
      throws TrainingInputException {
    int[] selected =
        IntStream.range(0, roleOf.length)
            .filter(row -> ROLES.get(role).equals(roleOf[row]))
            .toArray();
    if (selected.length == 0) {
      throw new TrainingInputException("no row has the role " + ROLES.get(role));
    }
    return rows.select(selected);
  }
}
