package io.tiffin.store;

import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardReading;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import io.tiffin.trace.Traces.Reach;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is told of each call of one tier, in a span of its own: what was asked, what was found, and
 * why there is no answer. Thread-safe.
 */
final class TierSpans {

  private final Traces traces;
  private final Source tier;
  private final String name;
  private final String role;
  private final Reach reach;
  private final @Nullable Guard reads;
  private final @Nullable Guard writes;

  /**
   * @param reads what stops it from being read; null if nothing does
   * @param writes what stops it from being written; null if nothing does
   */
  TierSpans(
      Traces traces,
      StoreTier tier,
      boolean isCache,
      @Nullable Guard reads,
      @Nullable Guard writes) {
    this.traces = traces;
    this.tier = tier.source();
    this.name = this.tier.name().toLowerCase(Locale.ROOT);
    this.role = isCache ? "cache" : "source";
    this.reach = tier.reach() == StoreTier.Reach.FLEET ? Reach.NETWORK : Reach.PROCESS;
    this.reads = reads;
    this.writes = writes;
  }

  Span read(List<RowKey> keys) {
    return begin("find", keys, key -> key, reads);
  }

  <T> Span write(String operation, List<T> rows, Function<T, RowKey> key) {
    return begin(operation, rows, key, writes);
  }

  private <T> Span begin(
      String operation, List<T> rows, Function<T, RowKey> key, @Nullable Guard guard) {
    Span span = traces.begin(operation + " " + name, reach);
    if (span.isTold()) {
      span.tag("db.system.name", name)
          .tag("db.operation.name", operation)
          .tag("tiffin.tier", name)
          .tag("tiffin.tier.role", role)
          .tag("tiffin.rows.asked", rows.size());
      tagView(span, rows, key);
      tagState(span, guard);
    }
    return span;
  }

  /** By the convention a name is told only if it is that of all. */
  private static <T> void tagView(Span span, List<T> rows, Function<T, RowKey> key) {
    if (rows.isEmpty()) {
      return;
    }
    String view = key.apply(rows.getFirst()).view();
    if (rows.stream().allMatch(row -> key.apply(row).view().equals(view))) {
      span.tag("db.collection.name", view);
    }
  }

  private static void tagState(Span span, @Nullable Guard guard) {
    if (guard != null) {
      GuardReading reading = guard.reading();
      if (reading.state() != State.CLOSED) {
        span.tag("tiffin.breaker.state", reading.state().name().toLowerCase(Locale.ROOT));
      }
    }
  }

  /** What a tier, or a near cache with all behind it, has found. */
  void found(Span span, List<Outcome> outcomes) {
    if (span.isTold()) {
      Tally tally = new Tally();
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.Failed(Reason reason, Throwable cause, Source _)) {
          tally.fail(SpanErrors.of(reason, cause));
        } else {
          boolean isHere = outcome.source().equals(tier);
          tally.add(isHere && outcome instanceof Outcome.Found, !isHere);
        }
      }
      tally.tell(span);
    }
  }

  /** What a cache has found. */
  void cached(Span span, List<CacheRead> reads) {
    if (span.isTold()) {
      Tally tally = new Tally();
      for (CacheRead read : reads) {
        switch (read) {
          case CacheRead.Hit(Outcome outcome) -> tally.add(outcome instanceof Outcome.Found, false);
          case CacheRead.Miss _ -> tally.add(false, true);
          case CacheRead.Failed(Reason reason, Throwable cause) ->
              tally.fail(SpanErrors.of(reason, cause));
        }
      }
      tally.tell(span);
    }
  }

  /** What became of what was written. */
  void wrote(Span span, List<WriteOutcome> outcomes) {
    if (!span.isTold()) {
      return;
    }
    int applied = 0;
    int failed = 0;
    for (WriteOutcome outcome : outcomes) {
      switch (outcome) {
        case WriteOutcome.Applied _ -> applied++;
        case WriteOutcome.Superseded _ -> {}
        case WriteOutcome.Failed(String _, Throwable cause) -> {
          failed++;
          span.failed(SpanErrors.of(cause == null ? Reason.TIMED_OUT : Reason.ERROR, cause));
        }
      }
    }
    span.tag("tiffin.rows.applied", applied);
    if (failed > 0) {
      span.tag("tiffin.rows.failed", failed);
    }
  }

  /** Counts of one call. */
  private static final class Tally {

    private int found;
    private int missed;
    private int failed;
    private @Nullable String failure;

    void add(boolean isFound, boolean isMissed) {
      found += isFound ? 1 : 0;
      missed += isMissed ? 1 : 0;
    }

    void fail(String type) {
      failed++;
      failure = type;
    }

    void tell(Span span) {
      span.tag("tiffin.rows.found", found);
      if (missed > 0) {
        span.tag("tiffin.rows.missed", missed);
      }
      if (failure != null) {
        span.tag("tiffin.rows.failed", failed);
        span.failed(failure);
      }
    }
  }
}
