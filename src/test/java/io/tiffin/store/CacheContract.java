package io.tiffin.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Found;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the groups of the cache's contract kit share: a cache for each test, and rows in a view of
 * the test's own, so that tests may share a server.
 */
abstract class CacheContract {

  /** Opens a cache that may hold rows of other views. */
  @FunctionalInterface
  interface Opening {
    RowCache open() throws Exception;
  }

  private static final Duration AMPLE = Duration.ofSeconds(30);

  private final Opening opening;
  private final Ticker still = new FakeTicker();
  private final String view = "contract_" + UUID.randomUUID().toString().replace('-', '_');
  protected RowCache cache;

  CacheContract(Opening opening) {
    this.opening = opening;
  }

  @BeforeEach
  void openCache() throws Exception {
    cache = opening.open();
  }

  @AfterEach
  void closeCache() {
    cache.close();
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

  final CacheRead find(String entity) {
    return cache.find(List.of(key(entity)), ample()).getFirst();
  }

  /** Brings the cache up to date with a row; it must take it. */
  final void update(Row row) {
    update(new Standing.Present(row));
  }

  /** Brings the cache up to date; it must take it. */
  final void update(Standing standing) {
    assertThat(cache.update(List.of(standing), ample()).getFirst())
        .as("update to %s at %d", standing.key(), standing.revision())
        .isNotInstanceOf(WriteOutcome.Failed.class);
  }

  final Lease lease(String entity) {
    return cache.lease(List.of(key(entity)), ample()).getFirst();
  }

  final void fill(Lease lease, Standing standing) {
    cache.fill(List.of(new Fill(lease, standing)), ample());
  }

  final void fill(Lease lease, Row row) {
    fill(lease, new Standing.Present(row));
  }

  final Standing.Absent absent(String entity, long revision) {
    return new Standing.Absent(key(entity), revision);
  }

  final Standing.AtLeast atLeast(String entity, long revision) {
    return new Standing.AtLeast(key(entity), revision);
  }

  /** What a look-up reads when the cache knows that there is no row. */
  final CacheRead absence(long revision) {
    return new CacheRead.Hit(new Outcome.Absent(revision, cache.source()));
  }

  final void assertMissed(String entity) {
    assertThat(find(entity)).isEqualTo(new CacheRead.Miss());
  }

  final void assertHolds(Row row) {
    assertIs(find(row.key().entity()), row);
  }

  final void assertIs(CacheRead read, Row row) {
    assertThat(read)
        .isInstanceOfSatisfying(
            CacheRead.Hit.class,
            hit ->
                assertThat(hit.outcome())
                    .isInstanceOfSatisfying(
                        Found.class,
                        found -> {
                          assertThat(found.source()).isEqualTo(cache.source());
                          assertThat(found.row().key()).isEqualTo(row.key());
                          assertThat(found.row().revision()).isEqualTo(row.revision());
                          assertThat(found.row().eventTimeMicros())
                              .isEqualTo(row.eventTimeMicros());
                          assertThat(found.row().body()).isEqualTo(row.body());
                        }));
  }

  /** The revision that was read, of a row or of its absence; -1 if the cache did not know. */
  static long revisionOf(CacheRead read) {
    if (read instanceof CacheRead.Hit(Outcome outcome)) {
      return outcome instanceof Found found
          ? found.row().revision()
          : ((Outcome.Absent) outcome).revision();
    }
    return -1;
  }
}
