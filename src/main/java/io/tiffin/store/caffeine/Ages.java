package io.tiffin.store.caffeine;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome;
import io.tiffin.store.RowLifetimes;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How old an entry may become: never older than what its trust allows, than its view's rows are
 * worth keeping in caches, and, for an absence, than an absence may. Each entry's age is shortened
 * by a random part, so that what was read together does not end together.
 */
final class Ages {

  private final NearCacheProperties properties;
  private final RowLifetimes lifetimes;
  private final RandomGenerator random;
  private final Source source;

  /**
   * @param random used by many threads at once
   * @param source what hits are told apart by
   */
  Ages(
      NearCacheProperties properties,
      RowLifetimes lifetimes,
      RandomGenerator random,
      Source source) {
    this.properties = properties;
    this.lifetimes = lifetimes;
    this.random = random;
    this.source = source;
  }

  /** What to keep of a load's outcome; null for a failure. */
  @Nullable Loaded loaded(Loading load, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found(Row row, Source _) -> row(row, load.epoch(), load.trust(), load.begun());
      case Outcome.Absent(long revision, Source _) ->
          absence(load.key(), revision, load.epoch(), load.trust(), load.begun());
      case Outcome.Failed _ -> null;
    };
  }

  Loaded row(Row row, Epoch epoch, Trust trust, long begun) {
    long age = age(row.key(), trust).toNanos();
    return aged(new Outcome.Found(row, source), row.revision(), epoch, begun, age);
  }

  Loaded absence(RowKey key, long revision, Epoch epoch, Trust trust, long begun) {
    long age = Math.min(age(key, trust).toNanos(), properties.absenceAge().toNanos());
    return aged(new Outcome.Absent(revision, source), revision, epoch, begun, age);
  }

  private Loaded aged(Outcome outcome, long revision, Epoch epoch, long begun, long age) {
    double hard = age * (1 - properties.jitter() * random.nextDouble());
    double soft = hard * properties.refreshAfter();
    return new Loaded(outcome, revision, epoch, begun + (long) soft, begun + (long) hard);
  }

  private Duration age(RowKey key, Trust trust) {
    Duration most =
        switch (trust) {
          case SOLE_WRITER -> properties.soleWriterMaxAge();
          case TOLD -> properties.maxAge();
          case UNTOLD -> properties.unannouncedMaxAge();
        };
    Duration useful = lifetimes.of(key.view()).inCaches();
    return most.compareTo(useful) < 0 ? most : useful;
  }
}
