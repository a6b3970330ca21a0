package io.tiffin.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Absent;
import io.tiffin.store.Outcome.Found;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome.Applied;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the groups of the contract kit share: a store for each test, and rows in a view of the
 * test's own, so that tests may share a server.
 */
abstract class StoreContract {

  /** Opens a store that may hold rows of other views. */
  @FunctionalInterface
  interface Opening {
    FeatureStore open() throws Exception;
  }

  private static final Duration AMPLE = Duration.ofSeconds(30);

  private final Opening opening;
  private final Ticker still = new FakeTicker();
  private final String view = "contract_" + UUID.randomUUID().toString().replace('-', '_');
  protected FeatureStore store;

  StoreContract(Opening opening) {
    this.opening = opening;
  }

  @BeforeEach
  void openStore() throws Exception {
    store = opening.open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  final Deadline ample() {
    return Deadline.in(AMPLE, still);
  }

  final Deadline passed() {
    return Deadline.in(Duration.ofNanos(-1), still);
  }

  /** Passes when the clock has been looked at 1,000 times. */
  final Deadline tight() {
    var micros = new AtomicLong();
    return Deadline.in(Duration.ofMillis(1), () -> 1_000 * micros.incrementAndGet());
  }

  final RowKey key(String entity) {
    return new RowKey(view, entity);
  }

  final Row row(String entity, long revision) {
    return row(entity, revision, (entity + " at " + revision).getBytes(UTF_8));
  }

  final Row row(String entity, long revision, byte[] body) {
    return new Row(key(entity), revision, 1_700_000_000_000_000L + revision % 1_000, body);
  }

  final Outcome find(String entity) {
    return find(List.of(key(entity)), ample()).getFirst();
  }

  final List<Outcome> find(List<RowKey> keys, Deadline deadline) {
    return store.find(new Query(keys, deadline, Consistency.SOURCE));
  }

  final WriteOutcome put(Row row) {
    return store.put(List.of(row), ample()).getFirst();
  }

  final void putApplied(Row row) {
    assertThat(put(row)).as("put of %s at %d", row.key(), row.revision()).isEqualTo(new Applied());
  }

  final WriteOutcome delete(String entity, long revision) {
    return store.delete(key(entity), revision, ample());
  }

  final WriteOutcome replace(Row row, long expectedRevision) {
    return store.replace(row, expectedRevision, ample());
  }

  final Absent absent(long revision) {
    return new Absent(revision, store.source());
  }

  final void assertHolds(Row row) {
    assertThat(find(row.key().entity()))
        .isInstanceOfSatisfying(
            Found.class,
            found -> {
              assertThat(found.source()).isEqualTo(store.source());
              assertThat(found.row().key()).isEqualTo(row.key());
              assertThat(found.row().revision()).isEqualTo(row.revision());
              assertThat(found.row().eventTimeMicros()).isEqualTo(row.eventTimeMicros());
              assertThat(found.row().body()).isEqualTo(row.body());
            });
  }
}
