package io.tiffin.event.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.event.Stamp;
import io.tiffin.event.Step.Verdict;
import io.tiffin.window.Applied;

/**
 * What this process has counted and published. After a crash of any instance, work that is done
 * again is counted again: these say how busy the runtime is, not how many orders there are.
 */
final class RuntimeMeters {

  private final Counter accepted;
  private final Counter duplicates;
  private final Counter late;
  private final Counter lateContributions;
  private final Counter clamped;
  private final Counter implausible;
  private final Counter deadLetters;
  private final Counter published;
  private final Counter superseded;
  private final Counter failed;

  RuntimeMeters(MeterRegistry registry) {
    accepted = counter(registry, "accepted", "Events recorded in their journey");
    duplicates = counter(registry, "duplicates", "Events that their journey had already");
    late = counter(registry, "late", "Events that came later than their journey waits for");
    lateContributions =
        counter(registry, "late.contributions", "Observations whose tile was no longer kept");
    clamped = counter(registry, "clamped", "Events from the future, taken to happen at receipt");
    implausible = counter(registry, "implausible", "Observations kept out of every aggregate");
    deadLetters = counter(registry, "dead.letters", "Events that could not be read");
    published = counter(registry, "rows.published", "Rows written to the source of truth");
    superseded =
        counter(registry, "rows.superseded", "Rows beaten by a higher revision in the source");
    failed =
        counter(
            registry,
            "rows.failed",
            "Rows that the source of truth did not take, each time they were tried");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("tiffin.events." + name).description(description).register(registry);
  }

  void saw(Stamp stamp) {
    if (stamp.clamped()) {
      clamped.increment();
    }
  }

  void counted(Verdict verdict) {
    switch (verdict) {
      case RECORDED -> accepted.increment();
      case DUPLICATE -> duplicates.increment();
      case LATE -> late.increment();
    }
  }

  void implausible(int observations) {
    implausible.increment(observations);
  }

  void applied(Applied applied) {
    switch (applied) {
      case APPLIED, UNKNOWN -> {} // unknown is what another version of the catalogue has
      case LATE -> lateContributions.increment();
    }
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void published() {
    published.increment();
  }

  void superseded() {
    superseded.increment();
  }

  void failed() {
    failed.increment();
  }

  long deadLetters() {
    return (long) deadLetters.count();
  }
}
