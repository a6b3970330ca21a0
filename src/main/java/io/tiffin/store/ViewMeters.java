package io.tiffin.store;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tiffin.feature.Source;
import io.tiffin.store.TierMeters.Read;
import io.tiffin.store.TierMeters.ViewReads;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How look-ups of one view in one tier were answered. Thread-safe. */
final class ViewMeters {

  /** From live rows to profiles that nobody has touched for a week. */
  private static final Duration[] AGE_BUCKETS =
      Stream.of("PT0.1S PT0.5S PT1S PT5S PT15S PT1M PT5M PT15M PT1H PT6H P1D P3D P7D".split(" "))
          .map(Duration::parse)
          .toArray(Duration[]::new);

  /** In place of an instant: the age is not recorded. */
  static final long NO_AGE = Long.MIN_VALUE;

  private final String view;
  private final boolean isCache;
  private final Map<Read, LongAdder> reads = new EnumMap<>(Read.class);
  private final Timer age;

  ViewMeters(Tags tier, String view, boolean isCache, MeterRegistry meters) {
    this.view = view;
    this.isCache = isCache;
    for (Read read : Read.values()) {
      reads.put(read, new LongAdder());
      if (isCache || read != Read.MISSED) {
        lookups(tier, read, meters);
      }
    }
    gets(tier, "hit", meters);
    gets(tier, "miss", meters);
    age =
        Timer.builder("tiffin.store.age")
            .description("How long before its look-up a row that a tier found was true")
            .tags(tier.and("view", view))
            .serviceLevelObjectives(AGE_BUCKETS)
            .register(meters);
  }

  private void lookups(Tags tier, Read read, MeterRegistry meters) {
    FunctionCounter.builder("tiffin.store.lookups", this, self -> self.sum(read))
        .description("Keys looked up, by how a tier answered")
        .tags(tier.and("view", view, "state", read.name().toLowerCase(Locale.ROOT)))
        .register(meters);
  }

  private void gets(Tags tier, String result, MeterRegistry meters) {
    FunctionCounter.builder(
            "cache.gets",
            this,
            self -> result.equals("hit") ? self.hits() : self.lookups() - self.hits())
        .description("Keys looked up, by whether the tier knew; what failed is a miss")
        .tags(cache(tier).and("view", view, "result", result))
        .register(meters);
  }

  /**
   * Counts an outcome of a chain that begins with the tier: what another tier told was missed.
   *
   * @param nowMillis {@link #NO_AGE} if ages are not recorded
   */
  void count(Outcome outcome, Source tier, long nowMillis) {
    if (!outcome.source().equals(tier)) {
      count(Read.MISSED);
      return;
    }
    switch (outcome) {
      case Outcome.Found found -> {
        count(Read.FOUND);
        if (nowMillis != NO_AGE) {
          long millis = nowMillis - found.row().eventTimeMicros() / 1_000;
          age.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
        }
      }
      case Outcome.Absent _ -> count(Read.ABSENT);
      case Outcome.Failed failure -> count(failure(failure.reason()));
    }
  }

  /** The same labels as Micrometer names them for caches. */
  private static Tags cache(Tags tier) {
    return Tags.of(
        tier.stream()
            .map(tag -> tag.getKey().equals("tier") ? Tag.of("cache", tag.getValue()) : tag)
            .toList());
  }

  void count(Read read) {
    Objects.requireNonNull(reads.get(read)).increment();
  }

  static Read failure(Outcome.Failed.Reason reason) {
    return switch (reason) {
      case TIMED_OUT -> Read.TIMED_OUT;
      case ERROR -> Read.ERROR;
    };
  }

  ViewReads reads() {
    Map<Read, Long> sums = new EnumMap<>(Read.class);
    reads.forEach((read, adder) -> sums.put(read, adder.sum()));
    return new ViewReads(view, sums, hits(), age.takeSnapshot());
  }

  private long hits() {
    return sum(Read.FOUND) + (isCache ? sum(Read.ABSENT) : 0);
  }

  private long lookups() {
    return reads.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private long sum(Read read) {
    return Objects.requireNonNull(reads.get(read)).sum();
  }
}
