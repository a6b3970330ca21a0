package io.tiffin.event;

/**
 * How far the events of a city have come.
 *
 * @param cityId the city
 * @param sinceMicros when its first event was received, microseconds since the epoch: a window that
 *     reaches back further is not covered
 * @param watermarkMicros the newest event time, or its receipt where a source's clock ran ahead of
 *     that: the age of every event feature of the city is counted from it
 */
public record Feed(String cityId, long sinceMicros, long watermarkMicros) {

  static Feed begin(String cityId, Stamp stamp) {
    return new Feed(cityId, stamp.receivedMicros(), heardMicros(stamp));
  }

  Feed advanced(Stamp stamp) {
    long heardMicros = heardMicros(stamp);
    return heardMicros <= watermarkMicros ? this : new Feed(cityId, sinceMicros, heardMicros);
  }

  // A device whose clock runs ahead must not make the features of a whole city look younger.
  private static long heardMicros(Stamp stamp) {
    return Math.min(stamp.eventMicros(), stamp.receivedMicros());
  }
}
