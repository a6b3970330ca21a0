package io.tiffin.registry;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This room's rows in the source of truth, read past every cache. Thread-safe. */
final class SourceRows {

  private static final Logger LOG = LoggerFactory.getLogger(SourceRows.class);

  static final String ROLES = "model_roles";
  static final String VERDICTS = "model_verdicts";
  static final String LEASES = "model_leases";

  /** Chosen: half of what a fleet has to agree in, less a load. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final FeatureStore store;
  private final InstantSource machineClock;
  private final Ticker ticker;

  SourceRows(FeatureStore store, InstantSource machineClock, Ticker ticker) {
    this.store = store;
    this.machineClock = machineClock;
    this.ticker = ticker;
  }

  String source() {
    return store.source().name();
  }

  Instant now() {
    return machineClock.instant();
  }

  long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, now());
  }

  List<Outcome> find(List<RowKey> keys) {
    return keys.isEmpty() ? List.of() : store.find(new Query(keys, deadline(), Consistency.SOURCE));
  }

  Outcome find(RowKey key) {
    return find(List.of(key)).getFirst();
  }

  /**
   * Compare-and-set.
   *
   * @param expected the revision that was read; 0 for none
   */
  Written replace(RowKey key, byte[] body, long expected) {
    long micros = nowMicros();
    long revision = Math.max(expected + 1, micros);
    WriteOutcome outcome =
        store.replace(new Row(key, revision, micros, body), expected, deadline());
    return switch (outcome) {
      case WriteOutcome.Applied _ -> Written.YES;
      case WriteOutcome.Superseded _ -> Written.NO;
      case WriteOutcome.Failed failed -> {
        LOG.warn("{} may not have been written: {}", key, failed.message());
        yield reread(key, revision);
      }
    };
  }

  /** A write that failed may have been applied: who has its revision knows. */
  private Written reread(RowKey key, long revision) {
    return switch (find(key)) {
      case Outcome.Found found when found.row().revision() == revision -> Written.YES;
      case Outcome.Found _, Outcome.Absent _ -> Written.NO;
      case Outcome.Failed _ -> Written.UNKNOWN;
    };
  }

  /** What became of a compare-and-set. */
  enum Written {
    YES,
    /** Another was faster, or the write was refused: read again. */
    NO,
    /** The source does not answer. */
    UNKNOWN
  }

  private Deadline deadline() {
    return Deadline.in(PATIENCE, ticker);
  }
}
