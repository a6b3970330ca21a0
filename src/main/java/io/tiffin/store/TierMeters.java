package io.tiffin.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What one tier was asked, and how it answered. Every meter is resolved once; counting is a look-up
 * by view and an addition. Thread-safe.
 *
 * <ul>
 *   <li>{@code tiffin.store.lookups} {tier, role, view, state}: keys looked up, by found, absent,
 *       missed (a later tier was asked), timed_out, error
 *   <li>{@code cache.gets} {cache, role, view, result}: the same as hit or miss, named as
 *       Micrometer names it for every cache; what failed is a miss
 *   <li>{@code tiffin.store.age} {tier, role, view}: how long before its look-up a row that was
 *       found was true; of a sample of the look-ups
 *   <li>{@code tiffin.store.lookup.duration} {tier, role}: calls of find, whatever their size; of a
 *       near cache with everything behind it
 *   <li>{@code tiffin.store.writes} {tier, role, outcome}: rows written, by applied, superseded,
 *       failed
 *   <li>{@code tiffin.store.write.duration} {tier, role}: calls that write
 * </ul>
 *
 * <p>The role is cache or source: a technology may be both, for different views. Labels come from
 * the catalogue and the code, never from a request: views that the catalogue lacks are counted
 * together, as {@value #OTHER}.
 */
public final class TierMeters {

  /** The label of views that are not in the catalogue. */
  public static final String OTHER = "other";

  /** Fine where memory and a loopback round trip are, then up to the default deadline. */
  private static final Duration[] LATENCY_BUCKETS =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
          .map(micros -> Duration.ofNanos(1_000L * micros))
          .toArray(Duration[]::new);

  /** How a key that was looked up was answered. */
  public enum Read {
    FOUND,
    ABSENT,
    /** A later tier was asked. */
    MISSED,
    TIMED_OUT,
    ERROR
  }

  private final Source tier;
  private final boolean isCache;
  private final InstantSource clock;
  private final int agesOneIn;
  private final Map<String, ViewMeters> views = new LinkedHashMap<>();
  private final ViewMeters other;
  private final Timer lookupDuration;
  private final Timer writeDuration;
  private final Counter applied;
  private final Counter superseded;
  private final Counter failed;

  /**
   * @param isCache whether knowing that there is no row is a hit, as it is for a cache
   * @param views that have meters of their own
   * @param agesOneIn of so many look-ups the ages of one are recorded: the rest of the counting
   *     takes a near cache less time than they would
   */
  TierMeters(
      Source tier,
      boolean isCache,
      Collection<String> views,
      MeterRegistry meters,
      InstantSource clock,
      int agesOneIn) {
    Tags tags =
        Tags.of("tier", tier.name().toLowerCase(Locale.ROOT), "role", isCache ? "cache" : "source");
    this.tier = tier;
    this.isCache = isCache;
    this.clock = clock;
    this.agesOneIn = agesOneIn;
    for (String view : views) {
      this.views.put(view, new ViewMeters(tags, view, isCache, meters));
    }
    other = new ViewMeters(tags, OTHER, isCache, meters);
    lookupDuration =
        Timer.builder("tiffin.store.lookup.duration")
            .description("Look-ups of a tier, whatever their number of keys")
            .tags(tags)
            .serviceLevelObjectives(LATENCY_BUCKETS)
            .register(meters);
    writeDuration =
        Timer.builder("tiffin.store.write.duration")
            .description("Writes of a tier, whatever their number of rows")
            .tags(tags)
            .register(meters);
    applied = meters.counter("tiffin.store.writes", tags.and("outcome", "applied"));
    superseded = meters.counter("tiffin.store.writes", tags.and("outcome", "superseded"));
    failed = meters.counter("tiffin.store.writes", tags.and("outcome", "failed"));
  }

  /** What a look-up of one view has come to since the start. */
  public record ViewReads(
      String view, Map<Read, Long> reads, long hits, HistogramSnapshot ageOfHits) {

    /** Keys that were answered like this. */
    public long count(Read read) {
      return reads.getOrDefault(read, 0L);
    }

    /** Keys looked up. */
    public long lookups() {
      return reads.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public Source tier() {
    return tier;
  }

  /** Whether knowing that there is no row counts as a hit. */
  public boolean isCache() {
    return isCache;
  }

  /** Every view that was looked up at least once. */
  public List<ViewReads> views() {
    return Stream.concat(views.values().stream(), Stream.of(other))
        .map(ViewMeters::reads)
        .filter(reads -> reads.lookups() > 0)
        .toList();
  }

  /** How long look-ups took. */
  public HistogramSnapshot lookupDuration() {
    return lookupDuration.takeSnapshot();
  }

  void found(List<Outcome> outcomes, Query query, long nanos) {
    lookupDuration.record(nanos, TimeUnit.NANOSECONDS);
    long nowMillis = agedAt();
    for (int i = 0; i < outcomes.size(); i++) {
      ViewMeters view = views.getOrDefault(query.keys().get(i).view(), other);
      view.count(outcomes.get(i), tier, nowMillis);
    }
  }

  void read(List<CacheRead> reads, List<RowKey> keys, long nanos) {
    lookupDuration.record(nanos, TimeUnit.NANOSECONDS);
    long nowMillis = agedAt();
    for (int i = 0; i < reads.size(); i++) {
      ViewMeters view = views.getOrDefault(keys.get(i).view(), other);
      switch (reads.get(i)) {
        case CacheRead.Hit(Outcome outcome) -> view.count(outcome, tier, nowMillis);
        case CacheRead.Miss _ -> view.count(Read.MISSED);
        case CacheRead.Failed failure -> view.count(ViewMeters.failure(failure.reason()));
      }
    }
  }

  /** Now, if the ages of this look-up are recorded. */
  private long agedAt() {
    return ThreadLocalRandom.current().nextInt(agesOneIn) == 0 ? clock.millis() : ViewMeters.NO_AGE;
  }

  void wrote(List<WriteOutcome> outcomes, long nanos) {
    writeDuration.record(nanos, TimeUnit.NANOSECONDS);
    for (WriteOutcome outcome : outcomes) {
      Counter counter =
          switch (outcome) {
            case WriteOutcome.Applied _ -> applied;
            case WriteOutcome.Superseded _ -> superseded;
            case WriteOutcome.Failed _ -> failed;
          };
      counter.increment();
    }
  }
}
