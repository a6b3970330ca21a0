package io.tiffin.event.embedded;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiffin.event.ReplayCounts;
import java.util.concurrent.TimeUnit;

/** What is counted and timed of applying. By one thread. */
final class ApplyMeters {

  private final Timer apply;
  private final Timer commit;
  private final Counter accepted;
  private final Counter duplicates;
  private final Counter late;
  private final Counter lateContributions;
  private final Counter clamped;
  private final Counter implausible;
  private ReplayCounts counted;

  /**
   * @param from what was counted before
   */
  ApplyMeters(MeterRegistry registry, ReplayCounts from) {
    counted = from;
    apply = timer(registry, "tiffin.events.apply", "Applying a group of events in memory");
    commit = timer(registry, "tiffin.events.commit", "Committing what events add up to");
    accepted = counter(registry, "accepted", "Events recorded in their journey");
    duplicates = counter(registry, "duplicates", "Events that their journey had already");
    late = counter(registry, "late", "Events that came later than their journey waits for");
    lateContributions =
        counter(registry, "late.contributions", "Observations whose tile was no longer kept");
    clamped = counter(registry, "clamped", "Events from the future, taken to happen at receipt");
    implausible = counter(registry, "implausible", "Observations kept out of every aggregate");
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder(name).description(description).register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("tiffin.events." + name).description(description).register(registry);
  }

  void applied(long nanos, ReplayCounts now) {
    apply.record(nanos, TimeUnit.NANOSECONDS);
    add(accepted, now.accepted() - counted.accepted());
    add(duplicates, now.duplicates() - counted.duplicates());
    add(late, now.late() - counted.late());
    add(lateContributions, now.lateContributions() - counted.lateContributions());
    add(clamped, now.clamped() - counted.clamped());
    add(implausible, now.implausible() - counted.implausible());
    counted = now;
  }

  private static void add(Counter counter, long more) {
    counter.increment((double) more);
  }

  /** What another state has counted is not counted again. */
  void goOnFrom(ReplayCounts other) {
    counted = other;
  }

  void committed(long nanos) {
    commit.record(nanos, TimeUnit.NANOSECONDS);
  }
}
