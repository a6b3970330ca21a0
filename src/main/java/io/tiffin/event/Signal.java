package io.tiffin.event;

import io.tiffin.geo.Place;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a courier or restaurant said of itself.
 *
 * @param place where a courier was; null for the end of a shift and for restaurants
 * @param entities what it counts for
 */
record Signal(EventType type, long micros, @Nullable Place place, Entities entities) {

  /**
   * Longest time between two locations whose distance says something about speed: who is silent for
   * longer has left.
   */
  static final long MAX_GAP_MICROS = 3 * 60_000_000L;

  /** Faster than any courier; the locations are wrong. */
  private static final double MAX_MPS = 25;

  /** Slower than walking: waiting, which is no pace of travel. Chosen. */
  private static final double MIN_MPS = 0.5;

  private static final double MICROS_PER_SECOND = 1e6;

  /**
   * The speed from the signal before to this one: nothing if one has no place, they are too far
   * apart in time, or the courier stood still.
   */
  Measured speedSince(Signal before) {
    long gapMicros = micros - before.micros;
    if (place == null || before.place == null || gapMicros <= 0 || gapMicros > MAX_GAP_MICROS) {
      return Measured.NOTHING;
    }
    double metresPerSecond = before.place.metresTo(place) / (gapMicros / MICROS_PER_SECOND);
    if (metresPerSecond > MAX_MPS) {
      return Measured.IMPLAUSIBLE;
    }
    return metresPerSecond < MIN_MPS ? Measured.NOTHING : Measured.field(micros, metresPerSecond);
  }

  /** The order in a journey: by time, an end after what it ends. */
  boolean isBefore(Signal other) {
    return micros != other.micros ? micros < other.micros : type.compareTo(other.type) < 0;
  }

  boolean isSameAs(Signal other) {
    return type == other.type && micros == other.micros;
  }
}
