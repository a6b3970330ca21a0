package io.tiffin.evaluation;

/** What every metric asks of its input. */
final class Series {

  private Series() {}

  static void check(int left, int right) {
    if (left != right) {
      throw new IllegalArgumentException("series of different lengths: " + left + " and " + right);
    }
    checkNotEmpty(left);
  }

  static void checkNotEmpty(int count) {
    if (count == 0) {
      throw new IllegalArgumentException("there is nothing to evaluate: the series is empty");
    }
  }
}
