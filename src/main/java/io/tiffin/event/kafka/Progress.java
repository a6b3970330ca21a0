package io.tiffin.event.kafka;

import java.util.List;

/**
 * How far one partition has come.
 *
 * @param partition of the events, or of the rows
 * @param micros everything received until then has passed; microseconds since the epoch
 * @param cities those that the partition has seen
 */
record Progress(int partition, long micros, List<CityProgress> cities) {

  Progress {
    cities = List.copyOf(cities);
  }

  /**
   * What a partition has seen of a city.
   *
   * @param sinceMicros when its first event was received
   * @param newestMicros the newest event time
   */
  record CityProgress(String cityId, long sinceMicros, long newestMicros) {

    /** Both together. */
    CityProgress and(CityProgress other) {
      return new CityProgress(
          cityId,
          Math.min(sinceMicros, other.sinceMicros),
          Math.max(newestMicros, other.newestMicros));
    }
  }
}
