package io.tiffin.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What is told of a door: {@code tiffin.web.door.places} {door}, how many are let in at once;
 * {@code tiffin.web.door.inside} {door}, how many are; {@code tiffin.web.door.refused} {door}, how
 * many were refused.
 */
final class DoorMeters {

  private DoorMeters() {}

  /** Registers a door's meters; the caller keeps the door. */
  static void register(String name, Door door, MeterRegistry registry) {
    Gauge.builder("tiffin.web.door.places", door, Door::places)
        .description("Requests that are let in at once")
        .tag("door", name)
        .register(registry);
    Gauge.builder("tiffin.web.door.inside", door, Door::inside)
        .description("Requests that are being answered")
        .tag("door", name)
        .register(registry);
    FunctionCounter.builder("tiffin.web.door.refused", door, Door::refused)
        .description("Requests that were refused because too many were being answered")
        .tag("door", name)
        .register(registry);
  }
}
