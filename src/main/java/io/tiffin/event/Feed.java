package io.tiffin.event;

/**
 * How far the events of a city have come.
 *
 * @param cityId the city
 * @param sinceMicros when its first event was received, microseconds since the epoch: a window that
 *     reaches back further is not covered
 * @param watermarkMicros the newest event time, clamped by {@link Stamp}: the age of every event
 *     feature of the city is counted from it
 */
public record Feed(String cityId, long sinceMicros, long watermarkMicros) {

  static Feed begin(String cityId, Stamp stamp) {
    return new Feed(cityId, stamp.receivedMicros(), stamp.eventMicros());
  }

  Feed advanced(Stamp stamp) {
    return stamp.eventMicros() <= watermarkMicros
        ? this
        : new Feed(cityId, sinceMicros, stamp.eventMicros());
  }
}
