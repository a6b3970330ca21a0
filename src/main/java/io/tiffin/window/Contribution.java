package io.tiffin.window;

import io.tiffin.feature.RowKey;

/**
 * One observation on its way into a row.
 *
 * @param key the row
 * @param accumulator {@link Accumulator#id()} of the series in the row's view
 * @param timeMicros event time of the observation, or for an open count the time of opening;
 *     microseconds since the epoch
 * @param amount the amount observed: milliseconds for the time between two stages, millionths of
 *     the unit for a field; ignored where only occurrences count
 * @param weight 1 to add the observation, −1 to take back one that was added with the same key,
 *     accumulator, time and amount
 */
public record Contribution(RowKey key, int accumulator, long timeMicros, long amount, int weight) {

  public Contribution {
    if (weight != 1 && weight != -1) {
      throw new IllegalArgumentException("weight is " + weight + ", expected 1 or -1");
    }
  }

  /** The same observation taken back. */
  public Contribution negated() {
    return new Contribution(key, accumulator, timeMicros, amount, -weight);
  }
}
