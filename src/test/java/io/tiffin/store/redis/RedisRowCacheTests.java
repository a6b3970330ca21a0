package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.CacheRead;
import io.tiffin.store.Outcome;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import io.tiffin.store.Standing;
import io.tiffin.store.UnreadableRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.redis.RedisRowCache.Lifetimes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisRowCacheTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");
  private static final String REDIS_KEY = "tiffin:restaurant_live/r-17";
  private static final String LEASE_KEY = "{tiffin:restaurant_live/r-17}lease";

  private static RedisServer server;
  private static RedisRoom room;

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private RedisRowCache cache;

  @BeforeAll
  static void start() {
    server = RedisServer.start(RedisBinary.BUNDLED);
    room = RedisRoom.at(server);
  }

  @AfterAll
  static void end() {
    room.close();
    server.close();
  }

  @BeforeEach
  void open() {
    var _ = server.execute("FLUSHALL");
    cache = room.cache();
  }

  @Test
  void aRowThatWasWrittenIsAHit() {
    update(present(3));

    assertThat(found()).isEqualTo(3);
  }

  @Test
  void whatWasNeverSeenIsAMiss() {
    assertThat(read()).isEqualTo(new CacheRead.Miss());
  }

  @Test
  void aFillUnderItsLeaseIsAHitForAllProcesses() {
    Lease lease = lease();
    cache.fill(List.of(new Fill(lease, present(3))), ample);

    try (RedisRoom other = RedisRoom.at(server)) {
      assertThat(other.cache().find(List.of(KEY), ample))
          .singleElement()
          .isInstanceOf(CacheRead.Hit.class);
    }
  }

  @Test
  void aSecondReaderGetsNoLease() {
    assertThat(lease().granted()).isTrue();
    assertThat(lease().granted()).isFalse();
  }

  @Test
  void aLeaseIsStillAMiss() {
    lease();

    assertThat(read()).isEqualTo(new CacheRead.Miss());
  }

  @Test
  void anOldFillAfterANewerWriteChangesNothing() {
    Lease lease = lease();
    update(present(2));

    cache.fill(List.of(new Fill(lease, present(1))), ample);

    assertThat(found()).isEqualTo(2);
  }

  @Test
  void anOldFillAfterANewerWriteWasForgottenChangesNothing() {
    Lease lease = lease();
    update(present(2));
    var _ = server.execute("DEL", REDIS_KEY);

    cache.fill(List.of(new Fill(lease, present(1))), ample);

    assertThat(read()).isEqualTo(new CacheRead.Miss());
  }

  @Test
  void anOldFillAfterADeletionChangesNothing() {
    Lease lease = lease();
    update(new Standing.Absent(KEY, 2));

    cache.fill(List.of(new Fill(lease, present(1))), ample);

    assertThat(absent()).isEqualTo(2);
  }

  @Test
  void anOldFillAfterAWriteOfUnknownContentChangesNothing() {
    Lease lease = lease();
    update(new Standing.AtLeast(KEY, 2));

    cache.fill(List.of(new Fill(lease, present(1))), ample);

    assertThat(read()).isEqualTo(new CacheRead.Miss());
  }

  @Test
  void anOldFillAfterEverythingWasFlushedChangesNothing() {
    Lease lease = lease();
    var _ = server.execute("FLUSHALL");

    cache.fill(List.of(new Fill(lease, present(1))), ample);

    assertThat(read()).isEqualTo(new CacheRead.Miss());
  }

  @Test
  void anOldFillUnderTheLeaseOfAnotherChangesNothing() {
    Lease old = lease();
    var _ = server.execute("DEL", LEASE_KEY); // it expired
    Lease current = lease();

    cache.fill(List.of(new Fill(old, present(1))), ample);
    cache.fill(List.of(new Fill(current, present(2))), ample);

    assertThat(found()).isEqualTo(2);
  }

  @Test
  void aLeaseGrantedAfterAnotherFilledInDoesNotGoBack() {
    update(present(2));

    cache.fill(List.of(new Fill(lease(), present(1))), ample);

    assertThat(found()).isEqualTo(2);
  }

  /** What the lease is for: the same steps with a plain conditional write show the old row. */
  @Test
  void withoutALeaseAnOldFillIsServed() {
    update(present(2));
    var _ = server.execute("DEL", REDIS_KEY); // evicted

    update(present(1)); // by revision alone, as a fill without a lease would be

    assertThat(found()).isEqualTo(1);
  }

  @Test
  void leasesEndByThemselves() {
    lease();

    assertThat((Long) server.execute("PTTL", LEASE_KEY)).isBetween(1L, 2_000L);
  }

  @Test
  void anOlderWriteIsSuperseded() {
    update(present(5));

    assertThat(update(present(4))).isEqualTo(new WriteOutcome.Superseded(5));
    assertThat(found()).isEqualTo(5);
  }

  @Test
  void revisionsBeyondTheExactNumbersOfLuaAreOrdered() {
    long high = (1L << 53) + 1;
    update(present(high));

    assertThat(update(present(high - 1))).isEqualTo(new WriteOutcome.Superseded(high));
    assertThat(update(present(Long.MAX_VALUE))).isEqualTo(new WriteOutcome.Applied());
    assertThat(found()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatIsOlderThanAWriteOfUnknownContentIsRemoved() {
    update(present(5));

    assertThat(update(new Standing.AtLeast(KEY, 5))).isEqualTo(new WriteOutcome.Superseded(5));
    assertThat(found()).isEqualTo(5);
    assertThat(update(new Standing.AtLeast(KEY, 6))).isEqualTo(new WriteOutcome.Applied());
    assertThat(read()).isEqualTo(new CacheRead.Miss());
  }

  @Test
  void aDeletionIsRememberedWithItsRevision() {
    update(present(5));
    update(new Standing.Absent(KEY, 6));

    assertThat(update(present(4))).isEqualTo(new WriteOutcome.Superseded(6));
    assertThat(absent()).isEqualTo(6);
  }

  @Test
  void absenceIsRememberedBrieflyAndEndedByAWrite() {
    cache.fill(List.of(new Fill(lease(), new Standing.Absent(KEY, 0))), ample);

    assertThat(absent()).isZero();
    assertThat((Long) server.execute("PTTL", REDIS_KEY)).isBetween(1L, 1_000L);
    update(present(1));
    assertThat(found()).isEqualTo(1);
  }

  @Test
  void rowsLiveAsLongAsTheirViewSays() {
    RedisRowCache other =
        room.cache(
            new Lifetimes(
                view -> Duration.ofMillis(view.equals("restaurant_live") ? 1_500 : 1),
                Duration.ofSeconds(1)));

    other.update(List.of(present(1)), ample);

    assertThat((Long) server.execute("PTTL", REDIS_KEY)).isBetween(1_000L, 1_500L);
  }

  @Test
  void aValueThatIsNoRowFailsItsKeyOnlyAndIsForgotten() {
    RowKey other = new RowKey("restaurant_live", "r-18");
    update(new Standing.Present(row(other, 7)));
    for (String foreign : List.of("", "short", "L123", "x".repeat(50))) {
      var _ = server.execute("SET", REDIS_KEY, foreign);

      List<CacheRead> reads = cache.find(List.of(KEY, other), ample);

      assertThat(reads.get(0))
          .isInstanceOfSatisfying(
              CacheRead.Failed.class,
              failed -> assertThat(failed.cause()).isInstanceOf(UnreadableRowException.class));
      assertThat(reads.get(1)).isInstanceOf(CacheRead.Hit.class);
      RedisRoom.eventually("a miss", () -> read() instanceof CacheRead.Miss);
    }
  }

  @Test
  void aWriteHealsAnyForeignValue() {
    for (String[] foreign :
        List.of(
            new String[] {"SET", REDIS_KEY, ""},
            new String[] {"SET", REDIS_KEY, "short"},
            new String[] {"HSET", REDIS_KEY, "field", "value"})) {
      var _ = server.execute("DEL", REDIS_KEY);
      var _ = server.execute(foreign);

      assertThat(update(present(1))).isEqualTo(new WriteOutcome.Applied());
      assertThat(found()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatForgotItsScriptsIsToldThemAgain() {
    update(present(1));
    var _ = server.execute("SCRIPT", "FLUSH");

    assertThat(update(present(2))).isEqualTo(new WriteOutcome.Applied());
  }

  @Test
  void aClosedCacheFails() {
    cache.close();

    assertThat(read()).isInstanceOf(CacheRead.Failed.class);
    assertThat(lease()).isEqualTo(Lease.NONE);
    assertThat(update(present(1))).isInstanceOf(WriteOutcome.Failed.class);
    assertThat(cache.check(ample).usable()).isFalse();
  }

  private static Standing present(long revision) {
    return new Standing.Present(row(KEY, revision));
  }

  private static Row row(RowKey key, long revision) {
    return new Row(key, revision, 1, ("at " + revision).getBytes(UTF_8));
  }

  private WriteOutcome update(Standing standing) {
    return cache.update(List.of(standing), ample).getFirst();
  }

  private Lease lease() {
    return cache.lease(List.of(KEY), ample).getFirst();
  }

  private CacheRead read() {
    return cache.find(List.of(KEY), ample).getFirst();
  }

  private long found() {
    return read() instanceof CacheRead.Hit(Outcome.Found(Row row, var _)) ? row.revision() : -1;
  }

  private long absent() {
    return read() instanceof CacheRead.Hit(Outcome.Absent(long revision, var _)) ? revision : -1;
  }
}
