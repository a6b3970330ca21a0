package io.tiffin.event;

import java.time.Instant;

/**
 * An event's times as the steps use them, microseconds since the epoch.
 *
 * @param eventMicros when it happened: the event time, or the time of receipt where the source's
 *     clock ran ahead of that by more than two minutes
 * @param receivedMicros when it was accepted
 * @param clamped whether the event time was replaced
 */
public record Stamp(long eventMicros, long receivedMicros, boolean clamped) {

  private static final long MAX_AHEAD_MICROS = 2 * 60_000_000L;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  /** The times of an event. */
  public static Stamp of(Event.Envelope envelope) {
    long event = micros(envelope.eventTime());
    long received = micros(envelope.receivedAt());
    boolean clamped = event > received + MAX_AHEAD_MICROS;
    return new Stamp(clamped ? received : event, received, clamped);
  }

  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
        instant.getNano() / NANOS_PER_MICRO);
  }
}
