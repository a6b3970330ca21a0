package io.tiffin.training;

import io.tiffin.event.FinishedOrder;
import java.util.List;

/**
 * A delivered order of the city as it was asked about when it was placed.
 *
 * @param finished what came of it
 * @param outage what was not known
 * @param numbers by numeric column, NaN where the feature stood on its default
 * @param buckets by categorical column
 * @param texts by categorical column the text, empty for numbers
 * @param restaurantAgeDays days since the restaurant's first order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CityOrder(
    FinishedOrder finished,
    Outage outage,
    float[] numbers,
    long[] buckets,
    List<String> texts,
    double restaurantAgeDays) {

  /** How many numbers stood on their default. */
  int defaults() {
    int defaults = 0;
    for (float number : numbers) {
      defaults += Float.isNaN(number) ? 1 : 0;
    }
    return defaults;
  }

  /** Writes the order into a row. */
  void into(TrainingRows rows, int row) {
    for (int column = 0; column < numbers.length; column++) {
      rows.number(row, column, numbers[column]);
    }
    for (int column = 0; column < buckets.length; column++) {
      rows.category(row, column, buckets[column]);
    }
    rows.minutes(row, finished.minutes());
    Double promised = finished.promisedMinutes();
    if (promised != null) {
      rows.promised(row, promised);
    }
    legs(rows, row);
  }

  private void legs(TrainingRows rows, int row) {
    double handoff = Double.isNaN(finished.handoffSeconds()) ? 0 : finished.handoffSeconds();
    double preparation = (finished.acceptSeconds() + finished.prepSeconds()) / 60;
    double travel = (finished.travelSeconds() + handoff) / 60;
    double waiting = finished.minutes() - preparation - travel;
    if (waiting >= 0) {
      rows.legs(row, preparation, waiting, travel);
    }
  }
}
