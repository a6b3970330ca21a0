package io.tiffin.event.embedded;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to be the one process that writes live rows: a row in the source of truth, which is
 * renewed in time by whoever has it and taken over by another once it has ended. Thread-safe; one
 * thread renews.
 *
 * <p>While the source does not answer nobody else can take it over either, so who had it goes on,
 * and learns the truth when the source is back, before anything is published.
 */
final class Lease {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How far clocks of two machines may be apart. Chosen; NTP keeps them within milliseconds. */
  private static final Duration SKEW = Duration.ofSeconds(1);

  /** How it stands. */
  sealed interface Standing {

    /** This process has it. */
    record Held(Instant until) implements Standing {}

    /** Another one has it. */
    record Taken(String holder) implements Standing {}

    /** Nobody could be asked yet. */
    record Unknown(String reason, @Nullable Throwable cause) implements Standing {}
  }

  private final FeatureStore store;
  private final InstantSource machineClock;
  private final Ticker ticker;
  private final LeaseRow self;
  private final Duration length;
  private volatile Standing standing = new Standing.Unknown("it has not been asked yet", null);
  private boolean everHeld;

  /**
   * @param self who wants it; when it ends is not looked at
   * @param length how long it lasts unless it is renewed
   */
  Lease(
      FeatureStore store,
      InstantSource machineClock,
      Ticker ticker,
      LeaseRow self,
      Duration length) {
    this.store = store;
    this.machineClock = machineClock;
    this.ticker = ticker;
    this.self = self;
    this.length = length;
  }

  Standing standing() {
    return standing;
  }

  /** Whether rows may be written right now: the lease is held and has not ended meanwhile. */
  boolean mayPublish() {
    return standing instanceof Standing.Held(Instant until)
        && machineClock.instant().isBefore(until);
  }

  /** Takes the lease, or keeps it, or finds out who has it. */
  synchronized void renew() {
    Standing before = standing;
    Standing now = ask();
    if (now instanceof Standing.Unknown && everHeld) {
      return; // so does everybody else find
    }
    everHeld |= now instanceof Standing.Held;
    standing = now;
    if (now instanceof Standing.Taken(String holder) && !now.equals(before)) {
      LOG.warn("Events are refused: {} writes the live rows", holder);
    } else if (now instanceof Standing.Held && !(before instanceof Standing.Held)) {
      LOG.info("This process writes the live rows");
    }
  }

  private Standing ask() {
    Query query =
        new Query(List.of(LeaseRow.KEY), Deadline.in(PATIENCE, ticker), Consistency.SOURCE);
    return switch (store.find(query).getFirst()) {
      case Outcome.Failed failed ->
          new Standing.Unknown(failed.source().name() + " does not answer", failed.cause());
      case Outcome.Absent absent -> take(absent.revision());
      case Outcome.Found found -> {
        LeaseRow row = LeaseRow.of(found.row().body()).orElse(unreadable(found.row()));
        yield isFree(row) ? take(found.row().revision()) : new Standing.Taken(row.holder());
      }
    };
  }

  private LeaseRow unreadable(Row row) {
    return new LeaseRow(
        "", "", "a process of another version", row.eventTimeMicros() + micros(length));
  }

  /** Nobody else's, or over, or of an earlier process on the same directory, which only one has. */
  private boolean isFree(LeaseRow row) {
    return row.session().equals(self.session())
        || (!everHeld && row.directory().equals(self.directory()))
        || row.untilMicros() + micros(SKEW) <= micros(machineClock.instant());
  }

  private Standing take(long expectedRevision) {
    Instant now = machineClock.instant();
    Instant until = now.plus(length);
    LeaseRow row = new LeaseRow(self.directory(), self.session(), self.holder(), micros(until));
    return switch (replace(row, now, expectedRevision)) {
      case WriteOutcome.Applied _ -> new Standing.Held(until);
      case WriteOutcome.Superseded _ -> new Standing.Taken("another process, which was faster,");
      case WriteOutcome.Failed failed -> new Standing.Unknown(failed.message(), failed.cause());
    };
  }

  private WriteOutcome replace(LeaseRow row, Instant now, long expectedRevision) {
    long revision = Math.max(expectedRevision + 1, micros(now));
    return store.replace(
        new Row(LeaseRow.KEY, revision, micros(now), row.body()),
        expectedRevision,
        Deadline.in(PATIENCE, ticker));
  }

  /** Ends the lease, if this process has it, so that another need not wait for its end. */
  synchronized void release() {
    if (!(standing instanceof Standing.Held)) {
      return;
    }
    standing = new Standing.Unknown("it was given back", null);
    Query query =
        new Query(List.of(LeaseRow.KEY), Deadline.in(PATIENCE, ticker), Consistency.SOURCE);
    if (store.find(query).getFirst() instanceof Outcome.Found found
        && LeaseRow.of(found.row().body())
            .filter(row -> row.session().equals(self.session()))
            .isPresent()) {
      LeaseRow over = new LeaseRow(self.directory(), self.session(), self.holder(), 0);
      replace(over, machineClock.instant(), found.row().revision());
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
