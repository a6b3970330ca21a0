package io.tiffin.evaluation;

import java.util.OptionalDouble;

/**
 * How well "will be late" was foretold: late is an actual duration above the promised one, foretold
 * late a predicted duration above it.
 *
 * @param foretoldAndLate late, as foretold
 * @param foretoldOnly foretold, but in time
 * @param lateOnly late, but not foretold
 * @param neither in time, as foretold
 */
public record Lateness(int foretoldAndLate, int foretoldOnly, int lateOnly, int neither) {

  /**
   * Counts the four cases.
   *
   * @throws IllegalArgumentException if the series are empty or of different lengths
   */
  public static Lateness of(double[] predicted, double[] actual, double[] promised) {
    Series.check(predicted.length, actual.length);
    Series.check(predicted.length, promised.length);
    int[] cases = new int[4];
    for (int row = 0; row < predicted.length; row++) {
      int foretold = predicted[row] > promised[row] ? 0 : 2;
      int late = actual[row] > promised[row] ? 0 : 1;
      cases[foretold + late]++;
    }
    return new Lateness(cases[0], cases[1], cases[2], cases[3]);
  }

  /** Of those foretold, the share that was late; empty if none was foretold. */
  public OptionalDouble precision() {
    return share(foretoldAndLate, foretoldAndLate + foretoldOnly);
  }

  /** Of those late, the share that was foretold; empty if none was late. */
  public OptionalDouble recall() {
    return share(foretoldAndLate, foretoldAndLate + lateOnly);
  }

  /** The share foretold rightly, late or not. */
  public double accuracy() {
    return (double) (foretoldAndLate + neither) / count();
  }

  /** The share that was late. */
  public double lateShare() {
    return (double) (foretoldAndLate + lateOnly) / count();
  }

  private int count() {
    return foretoldAndLate + foretoldOnly + lateOnly + neither;
  }

  private static OptionalDouble share(int part, int whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
