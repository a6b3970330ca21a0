package io.tiffin.event;

/**
 * A journey and since when it is kept.
 *
 * @param journey of an order, a courier or a restaurant
 * @param sinceMicros what its age is counted from: when the order's first event was received, or
 *     the courier's or restaurant's last one; after {@link Replay#JOURNEY_HORIZON_MICROS} it is
 *     over
 * @param changedMicros when the newest event was received that is recorded in it
 */
public record KeptJourney<J>(J journey, long sinceMicros, long changedMicros) {

  boolean isOver(long nowMicros) {
    return sinceMicros < nowMicros - Replay.JOURNEY_HORIZON_MICROS;
  }
}
