package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheClientBuilder;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.CacheRead;
import io.tiffin.store.Envelope;
import io.tiffin.store.Outcome;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import io.tiffin.store.Standing;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What compare-and-set and leases are for: the same steps without them go wrong. */
@Timeout(60)
class LeaseRaceTests {

  private static final RowKey KEY = new RowKey("v", "e");
  private static final String NAME = new MemcachedKeys("tiffin", 0).of(KEY);

  private ServerProcess server;
  private RowCache cache;
  private MemcacheClient<byte[]> plain;

  @BeforeEach
  void start() throws Exception {
    server = MemcachedServer.start();
    cache = MemcachedCaches.patient(server.port());
    plain =
        MemcacheClientBuilder.newByteArrayClient()
            .withAddress("127.0.0.1", server.port())
            .connectBinary();
    plain.awaitConnected(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() {
    plain.shutdown();
    cache.close();
    server.close();
  }

  @Test
  void anOldReadIsNotFilledInOverANewerRow() {
    Lease lease = cache.lease(List.of(KEY), soon()).getFirst();
    update(row(2));

    cache.fill(List.of(new Fill(lease, new Standing.Present(row(1)))), soon());

    assertThat(revision()).isEqualTo(2);
  }

  @Test
  void controlWithoutALeaseTheOldReadStands() throws Exception {
    update(row(2));

    plain.set(NAME, Envelope.pack(row(1)), 60).toCompletableFuture().get(10, TimeUnit.SECONDS);

    assertThat(revision()).isEqualTo(1);
  }

  @Test
  void aRowThatWasEvictedComesBackUnderALaterLeaseOnly() throws Exception {
    Lease before = cache.lease(List.of(KEY), soon()).getFirst();
    update(row(2));
    plain.delete(NAME).toCompletableFuture().get(10, TimeUnit.SECONDS);

    cache.fill(List.of(new Fill(before, new Standing.Present(row(1)))), soon());
    assertThat(revision()).isZero();

    Lease after = cache.lease(List.of(KEY), soon()).getFirst();
    cache.fill(List.of(new Fill(after, new Standing.Present(row(2)))), soon());
    assertThat(revision()).isEqualTo(2);
  }

  /** The lease is deleted, and somebody adds a row, between reading and filling in. */
  @Test
  void aLeaseThatAnotherReaderHoldsIsNoRight() throws Exception {
    Lease mine = cache.lease(List.of(KEY), soon()).getFirst();
    plain.delete(NAME).toCompletableFuture().get(10, TimeUnit.SECONDS);
    Lease theirs = cache.lease(List.of(KEY), soon()).getFirst();

    cache.fill(List.of(new Fill(mine, new Standing.Present(row(1)))), soon());
    assertThat(revision()).isZero();

    cache.fill(List.of(new Fill(theirs, new Standing.Present(row(2)))), soon());
    assertThat(revision()).isEqualTo(2);
  }

  @Test
  void aServerThatComparesNoVersionsIsNotWrittenTo() {
    try (ServerProcess careless = MemcachedServer.start("-C");
        RowCache behind = MemcachedCaches.patient(careless.port())) {
      assertThat(update(behind, row(1))).isInstanceOf(WriteOutcome.Applied.class); // an add

      assertThat(update(behind, row(2)))
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class,
              failed -> assertThat(failed.cause()).hasMessageContaining("start it without -C"));
      assertThat(behind.find(List.of(KEY), soon()).getFirst()).isInstanceOf(CacheRead.Failed.class);
    }
  }

  @Test
  void whatIsDamagedOrOfAnotherProgramIsAFailureUntilItIsWritten() throws Exception {
    plain.set(NAME, "hello".getBytes(UTF_8), 60).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(cache.find(List.of(KEY), soon()).getFirst()).isInstanceOf(CacheRead.Failed.class);

    assertThat(update(cache, row(1))).isInstanceOf(WriteOutcome.Applied.class);

    assertThat(cache.find(List.of(KEY), soon()).getFirst()).isNotInstanceOf(CacheRead.Failed.class);
  }

  @Test
  void aRowThatIsTooLargeTakesTheOlderOneAwayAllTheSame() {
    update(row(1));

    WriteOutcome outcome = update(cache, new Row(KEY, 2, 2, new byte[1 << 20]));

    assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(cache.find(List.of(KEY), soon())).containsExactly(new CacheRead.Miss());
  }

  @Test
  void aRowThatOnlyTheServerFindsTooLargeDoesSoToo() {
    try (ServerProcess small = MemcachedServer.start("-I", "512k");
        RowCache behind = MemcachedCaches.patient(small.port())) {
      update(behind, row(1));

      assertThat(update(behind, new Row(KEY, 2, 2, new byte[600_000])))
          .isInstanceOf(WriteOutcome.Applied.class);

      assertThat(behind.find(List.of(KEY), soon())).containsExactly(new CacheRead.Miss());
      assertThat(update(behind, row(3))).isInstanceOf(WriteOutcome.Applied.class);
    }
  }

  @Test
  void aServerThatIsFullAndEvictsNothingFailsTheUpdateWithItsAnswer() {
    try (ServerProcess full = MemcachedServer.start("-M", "-m", "2");
        RowCache behind = MemcachedCaches.patient(full.port())) {
      WriteOutcome outcome = new WriteOutcome.Applied();
      for (int i = 0; i < 200 && outcome instanceof WriteOutcome.Applied; i++) {
        outcome = update(behind, new Row(new RowKey("v", "e" + i), 1, 1, new byte[200_000]));
      }

      assertThat(outcome)
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class,
              failed -> assertThat(failed.cause()).hasMessageContaining("OUT_OF_MEMORY"));
    }
  }

  private void update(Row row) {
    assertThat(update(cache, row)).isInstanceOf(WriteOutcome.Applied.class);
  }

  private static WriteOutcome update(RowCache in, Row row) {
    return in.update(List.of(new Standing.Present(row)), soon()).getFirst();
  }

  private long revision() {
    return cache.find(List.of(KEY), soon()).getFirst()
            instanceof CacheRead.Hit(Outcome.Found(Row row, var _))
        ? row.revision()
        : 0;
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10), new RealTicker());
  }

  private static Row row(long revision) {
    return new Row(KEY, revision, revision, ("at " + revision).getBytes(UTF_8));
  }
}
