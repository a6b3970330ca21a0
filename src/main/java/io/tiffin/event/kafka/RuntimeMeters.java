package io.tiffin.event.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.event.Step.Verdict;
import io.tiffin.window.Applied;

/**
 * What this process has counted and published. After a crash of any instance, work that is done
 * again is counted again: these say how busy the runtime is, not how many orders there are.
 */
final class RuntimeMeters {

  private final Counter recorded;
  private final Counter duplicates;
  private final Counter late;
  private final Counter implausible;
  private final Counter lateContributions;
  private final Counter unknownContributions;
  private final Counter deadLetters;
  private final Counter rowsWritten;
  private final Counter rowsSuperseded;
  private final Counter failedPuts;

  RuntimeMeters(MeterRegistry registry) {
    recorded = counted(registry, "recorded");
    duplicates = counted(registry, "duplicate");
    late = counted(registry, "late");
    implausible = registry.counter("tiffin.events.implausible");
    lateContributions = registry.counter("tiffin.events.contributions.dropped", "why", "late");
    unknownContributions =
        registry.counter("tiffin.events.contributions.dropped", "why", "unknown");
    deadLetters = registry.counter("tiffin.events.dead.letters");
    rowsWritten = registry.counter("tiffin.events.rows.published", "outcome", "applied");
    rowsSuperseded = registry.counter("tiffin.events.rows.published", "outcome", "superseded");
    failedPuts = registry.counter("tiffin.events.rows.published", "outcome", "failed");
  }

  private static Counter counted(MeterRegistry registry, String verdict) {
    return registry.counter("tiffin.events.counted", "verdict", verdict);
  }

  void counted(Verdict verdict) {
    switch (verdict) {
      case RECORDED -> recorded.increment();
      case DUPLICATE -> duplicates.increment();
      case LATE -> late.increment();
    }
  }

  void implausible(int observations) {
    if (observations > 0) {
      implausible.increment(observations);
    }
  }

  void applied(Applied applied) {
    switch (applied) {
      case APPLIED -> {}
      case LATE -> lateContributions.increment();
      case UNKNOWN -> unknownContributions.increment();
    }
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void written() {
    rowsWritten.increment();
  }

  void superseded() {
    rowsSuperseded.increment();
  }

  void failed() {
    failedPuts.increment();
  }

  long deadLetters() {
    return (long) deadLetters.count();
  }

  long counted() {
    return (long) (recorded.count() + duplicates.count() + late.count());
  }
}
