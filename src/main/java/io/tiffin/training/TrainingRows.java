package io.tiffin.training;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Labelled rows in the layout of a design, written once by whoever makes them and read-only
 * afterwards.
 *
 * <p>Numeric values are in the feature's unit, NaN where missing; categories are buckets; the label
 * is in minutes; legs are minutes that sum up to the label, NaN where unknown.
 */
final class TrainingRows {

  /** Preparation, waiting at the pick-up, travel and hand-off. */
  static final int LEGS = 3;

  /** Minutes after which an order is late for which nothing was promised. */
  private static final float DEFAULT_PROMISE = 45;

  private final int size;
  private final int numberColumns;
  private final int categoryColumns;
  private final float[] numbers;
  private final long[] categories;
  private final float[] minutes;
  private final float[] legs;
  private final float[] promised;

  TrainingRows(int numberColumns, int categoryColumns, int size) {
    this.size = size;
    this.numberColumns = numberColumns;
    this.categoryColumns = categoryColumns;
    numbers = new float[size * numberColumns];
    categories = new long[size * categoryColumns];
    minutes = new float[size];
    legs = new float[size * LEGS];
    promised = new float[size];
    Arrays.fill(legs, Float.NaN);
    Arrays.fill(promised, DEFAULT_PROMISE);
  }

  TrainingRows(NetworkDesign design, int size) {
    this(design.numbers().size(), design.categories().size(), size);
  }

  int size() {
    return size;
  }

  float number(int row, int column) {
    return numbers[row * numberColumns + column];
  }

  void number(int row, int column, double value) {
    numbers[row * numberColumns + column] = (float) value;
  }

  long category(int row, int column) {
    return categories[row * categoryColumns + column];
  }

  void category(int row, int column, long bucket) {
    categories[row * categoryColumns + column] = bucket;
  }

  float minutes(int row) {
    return minutes[row];
  }

  void minutes(int row, double value) {
    minutes[row] = (float) value;
  }

  float leg(int row, int leg) {
    return legs[row * LEGS + leg];
  }

  void legs(int row, double preparation, double waiting, double travel) {
    legs[row * LEGS] = (float) preparation;
    legs[row * LEGS + 1] = (float) waiting;
    legs[row * LEGS + 2] = (float) travel;
  }

  /** Minutes that were promised. */
  float promised(int row) {
    return promised[row];
  }

  void promised(int row, double value) {
    promised[row] = (float) value;
  }

  /** The labels of all rows, in minutes. */
  double[] minutes() {
    double[] all = new double[size];
    for (int row = 0; row < size; row++) {
      all[row] = minutes[row];
    }
    return all;
  }

  /** Copies of some rows, in the order given; a row may be there twice. */
  TrainingRows select(int[] rows) {
    TrainingRows selected = new TrainingRows(numberColumns, categoryColumns, rows.length);
    for (int to = 0; to < rows.length; to++) {
      int from = rows[to];
      System.arraycopy(
          numbers, from * numberColumns, selected.numbers, to * numberColumns, numberColumns);
      System.arraycopy(
          categories,
          from * categoryColumns,
          selected.categories,
          to * categoryColumns,
          categoryColumns);
      System.arraycopy(legs, from * LEGS, selected.legs, to * LEGS, LEGS);
      selected.minutes[to] = minutes[from];
      selected.promised[to] = promised[from];
    }
    return selected;
  }

  /** Copies of the rows from {@code from} up to but not including {@code to}. */
  TrainingRows range(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** Copies of all rows with some columns only, in the order given. */
  TrainingRows columns(int[] numberPositions, int[] categoryPositions) {
    TrainingRows some = new TrainingRows(numberPositions.length, categoryPositions.length, size);
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < numberPositions.length; column++) {
        some.number(row, column, number(row, numberPositions[column]));
      }
      for (int column = 0; column < categoryPositions.length; column++) {
        some.category(row, column, category(row, categoryPositions[column]));
      }
    }
    System.arraycopy(minutes, 0, some.minutes, 0, size);
    System.arraycopy(legs, 0, some.legs, 0, legs.length);
    System.arraycopy(promised, 0, some.promised, 0, size);
    return some;
  }

  /** The rows' numeric values, row by row; not to be changed. */
  float[] numbersArray() {
    return numbers;
  }

  /** The rows' buckets, row by row; not to be changed. */
  long[] categoriesArray() {
    return categories;
  }

  /** The rows' labels; not to be changed. */
  float[] minutesArray() {
    return minutes;
  }

  /** The rows' legs, row by row; not to be changed. */
  float[] legsArray() {
    return legs;
  }
}
