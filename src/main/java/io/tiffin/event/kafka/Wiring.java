package io.tiffin.event.kafka;

import io.tiffin.feature.Catalogue;
import io.tiffin.geo.Zones;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.IntSupplier;

/**
 * What every task of the topology is given.
 *
 * @param clock by which revisions are made
 * @param partitions how many the topic of events has; known once the topology runs
 */
record Wiring(
    Catalogue catalogue,
    Zones zones,
    InstantSource clock,
    RuntimeMeters meters,
    IntSupplier partitions) {

  /** Microseconds since the epoch. */
  long clockMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
