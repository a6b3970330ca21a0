package io.tiffin.training;

import java.util.List;

/**
 * A block of columns of the network's wide part, computed within the graph from its inputs. Each is
 * linear in its own weights.
 */
sealed interface WideTerm {

  /** All numeric inputs, normalised; 0 where missing. */
  record Numbers() implements WideTerm {}

  /** One column for each flagged numeric input: 1 where it is missing. */
  record Flags() implements WideTerm {}

  /**
   * One numeric input, normalised.
   *
   * @param number position among the numeric columns
   */
  record Single(int number) implements WideTerm {}

  /**
   * A polyline's hinges, max(0, x − knot): the slope changes at each knot.
   *
   * @param number position among the numeric columns
   * @param knots in the input's unit, ascending
   */
  record Knots(int number, List<Double> knots) implements WideTerm {

    public Knots {
      knots = List.copyOf(knots);
    }
  }

  /**
   * Overlapping triangular bins (linear B-splines): their weighted sum is any polyline with corners
   * at the centres. Beyond the ends the outermost bin stays 1.
   *
   * @param number position among the numeric columns
   * @param from centre of the first bin, in the input's unit
   * @param to centre of the last bin
   * @param count number of bins, at least 2
   */
  record Bins(int number, double from, double to, int count) implements WideTerm {}

  /**
   * One column for each bucket of a categorical input.
   *
   * @param category position among the categorical columns
   */
  record OneOf(int category) implements WideTerm {}

  /** Every product of a column of {@code left} with one of {@code right}. */
  record Cross(WideTerm left, WideTerm right) implements WideTerm {}
}
