package io.tiffin.training;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network is made of.
 *
 * @param numbers columns of its {@code numeric} input
 * @param categories columns of its {@code categories} input; may be empty, then there is no such
 *     input
 * @param wide blocks of the wide part
 * @param baseline what the predicted logarithm is a residual on
 * @param tellsLegs whether it also tells the legs of a delivery
 * @param hidden widths of the deep part
 */
record NetworkDesign(
    List<NumberColumn> numbers,
    List<CategoryColumn> categories,
    List<WideTerm> wide,
    Baseline baseline,
    boolean tellsLegs,
    Hidden hidden) {

  /** A network of the usual widths. */
  NetworkDesign(
      List<NumberColumn> numbers,
      List<CategoryColumn> categories,
      List<WideTerm> wide,
      Baseline baseline,
      boolean tellsLegs) {
    this(numbers, categories, wide, baseline, tellsLegs, Hidden.USUAL);
  }

  NetworkDesign {
    numbers = List.copyOf(numbers);
    categories = List.copyOf(categories);
    wide = List.copyOf(wide);
  }

  /**
   * Units of the two layers of the deep part.
   *
   * @param first next to the inputs
   * @param second next to the heads
   */
  record Hidden(int first, int second) {

    /** Chosen on validation rows; {@code train --grow} tries others. */
    static final Hidden USUAL = new Hidden(64, 32);
  }

  /** What the network corrects. */
  sealed interface Baseline {

    /** The median of the training set. */
    record Median() implements Baseline {}

    /**
     * A numeric input that estimates the whole by other means; the median where it is missing.
     *
     * @param number position among the numeric columns
     * @param perMinute its units in a minute: 60 for seconds
     */
    record Estimate(int number, double perMinute) implements Baseline {}
  }

  /** Positions of the numeric columns whose absence the network sees. */
  int[] flagged() {
    return IntStream.range(0, numbers.size())
        .filter(number -> numbers.get(number).isFlagged())
        .toArray();
  }
}
