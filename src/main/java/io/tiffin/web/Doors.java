package io.tiffin.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.web.AdaptiveDoor.Range;
import java.time.Duration;

/** The doors of this service, each of which is opened once and told of by {@link DoorMeters}. */
final class Doors {

  /** An answer this late, as a part of the deadline, has met a crowd. */
  private static final double TOO_LATE = 0.8;

  private final WebProperties limits;
  private final MeterRegistry meters;
  private final Ticker ticker;

  Doors(WebProperties limits, MeterRegistry meters, Ticker ticker) {
    this.limits = limits;
    this.meters = meters;
    this.ticker = ticker;
  }

  /**
   * @param deadline that requests have which bring none
   */
  AdaptiveDoor estimates(Duration deadline) {
    int most = limits.maxConcurrentEstimates();
    int least = Math.min(limits.minConcurrentEstimates(), most);
    Duration tooLate = Duration.ofNanos(Math.round(TOO_LATE * deadline.toNanos()));
    AdaptiveDoor door = new AdaptiveDoor(new Range(least, most, tooLate), limits.maxWait(), ticker);
    DoorMeters.register("estimates", door.door(), meters);
    return door;
  }

  Door batches() {
    return door("batches", limits.maxConcurrentBatches());
  }

  Door features() {
    return door("features", limits.maxConcurrentFeatureRequests());
  }

  Door loads() {
    return door("loads", limits.maxConcurrentLoads());
  }

  Door events() {
    return door("events", limits.maxConcurrentEvents());
  }

  Door models() {
    return door("models", limits.maxConcurrentModelOperations());
  }

  private Door door(String name, int places) {
    Door door = new Door(places, limits.maxWait());
    DoorMeters.register(name, door, meters);
    return door;
  }
}
