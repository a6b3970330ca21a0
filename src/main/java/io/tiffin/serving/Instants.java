package io.tiffin.serving;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * As of when a request's values are wanted, and how old they may be.
 *
 * @param receivedAtMicros microseconds since the epoch
 * @param maxAgeMicros tightens each feature's own max age; {@link Long#MAX_VALUE} to leave them
 */
record Instants(long receivedAtMicros, long maxAgeMicros) {

  static Instants of(Instant receivedAt, @Nullable Duration maxAge) {
    return new Instants(micros(receivedAt), maxAge == null ? Long.MAX_VALUE : micros(maxAge));
  }

  static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1_000;
  }

  static long micros(Duration duration) {
    return TimeUnit.SECONDS.toMicros(duration.toSeconds()) + duration.toNanosPart() / 1_000;
  }

  /**
   * Whether a value that was true at {@code eventTimeMicros} is too old for a feature of this max
   * age.
   */
  boolean isTooOld(long eventTimeMicros, long featureMaxAgeMicros) {
    return receivedAtMicros - eventTimeMicros > Math.min(featureMaxAgeMicros, maxAgeMicros);
  }
}
