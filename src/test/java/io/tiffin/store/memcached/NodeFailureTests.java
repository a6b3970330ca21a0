package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.LoopbackPorts;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.fixture.Stalls;
import io.tiffin.store.CacheRead;
import io.tiffin.store.RowCache;
import io.tiffin.store.Standing;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of look-ups and updates when a server is slow, silent, damaged or gone. */
@Timeout(60)
class NodeFailureTests {

  private static final Duration BACK = Duration.ofSeconds(5);
  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  private static final Duration HASTE = Duration.ofMillis(100);
  private static final Duration WITHIN = Duration.ofMillis(200);

  private final Ticker ticker = new RealTicker();
  private final Stalls stalls = Stalls.watched();
  private ServerProcess server;
  private FaultProxy proxy;
  private RowCache cache;

  @BeforeEach
  void start() {
    server = MemcachedServer.start();
    proxy = new FaultProxy("127.0.0.1", server.port(), 42);
    cache = MemcachedCaches.usual(proxy.port());
    await().atMost(BACK).until(() -> find(KEY) instanceof CacheRead.Miss);
  }

  @AfterEach
  void end() {
    cache.close();
    proxy.close();
    server.close();
    stalls.close();
  }

  static Stream<Fault> faultsThatSilence() {
    return Stream.of(
        new Fault.Refuse(),
        new Fault.Reset(10),
        new Fault.BlackHole(),
        new Fault.HeldReplies(),
        new Fault.Latency(Duration.ZERO, Duration.ofMillis(150)),
        new Fault.Latency(Duration.ofMillis(250), Duration.ofMillis(250)),
        new Fault.Corruption(0));
  }

  @ParameterizedTest
  @MethodSource("faultsThatSilence")
  void aFaultIsAFailureWithinTheTimeOutAndIsOverSoonAfterItIsHealed(Fault fault) {
    apply(row(1));
    proxy.inject(fault);

    for (int i = 0; i < 10; i++) {
      assertThatALookUpFailsInTime();
    }
    assertThat(update(row(2), Deadline.in(HASTE, ticker))).isInstanceOf(WriteOutcome.Failed.class);

    proxy.heal();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(BACK)
        .until(() -> find(KEY) instanceof CacheRead.Hit);
    apply(row(3));
  }

  static Stream<Fault> faultsThatDelay() {
    return Stream.of(
        new Fault.Slices(),
        new Fault.SlowClose(Duration.ofMillis(500)),
        new Fault.Latency(Duration.ofMillis(10), Duration.ofMillis(10)));
  }

  @ParameterizedTest
  @MethodSource("faultsThatDelay")
  void whatArrivesLateOrInPiecesIsReadAllTheSame(Fault fault) {
    apply(row(1));
    try (RowCache patient = MemcachedCaches.patient(proxy.port())) {
      await().atMost(BACK).until(() -> find(patient, KEY) instanceof CacheRead.Hit);

      proxy.inject(fault);

      for (int i = 0; i < 10; i++) {
        assertThat(find(patient, KEY)).isInstanceOf(CacheRead.Hit.class);
      }
    }
  }

  @Test
  void aRowThatWasDamagedOnItsWayIsNeverServed() {
    apply(row(1));
    for (int seed = 0; seed < 10; seed++) {
      try (var damaging = new FaultProxy("127.0.0.1", server.port(), seed);
          RowCache behind = MemcachedCaches.usual(damaging.port())) {
        await().atMost(BACK).until(() -> find(behind, KEY) instanceof CacheRead.Hit);

        damaging.inject(new Fault.Corruption(28)); // from the value on, after header and flags

        assertThat(find(behind, KEY)).isInstanceOf(CacheRead.Failed.class);
      }
    }
  }

  @Test
  void aFrozenServerIsAFailureAndIsUsedAgainWhenItThaws() {
    apply(row(1));
    server.freeze();

    for (int i = 0; i < 20; i++) {
      assertThatALookUpFailsInTime();
    }

    server.thaw();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(BACK)
        .until(() -> find(KEY) instanceof CacheRead.Hit);
  }

  /** With the default, a connection is given up when it is silent; this one waits. */
  @Test
  void controlWithoutGivingUpSilentConnectionsAHealedServerIsNotUsedAgain() {
    try (RowCache patient =
        MemcachedCaches.open(
            MemcachedCaches.properties(Duration.ofMillis(50), Duration.ofHours(1), proxy.port()))) {
      await().atMost(BACK).until(() -> find(patient, KEY) instanceof CacheRead.Miss);
      proxy.inject(new Fault.BlackHole());
      assertThat(find(patient, KEY)).isInstanceOf(CacheRead.Failed.class);

      proxy.heal();

      await()
          .during(Duration.ofMillis(1_500))
          .atMost(BACK)
          .until(() -> find(patient, KEY) instanceof CacheRead.Failed);
    }
  }

  @Test
  void aRestartedServerIsUsedAgainAndHasForgotten() {
    apply(row(1));
    server.kill();
    await().atMost(BACK).until(() -> find(KEY) instanceof CacheRead.Failed);

    server.restart();

    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(BACK)
        .until(() -> find(KEY) instanceof CacheRead.Miss);
  }

  @Test
  void aDeadServerOfTwoFailsItsOwnKeysOnly() {
    try (ServerProcess other = MemcachedServer.start();
        RowCache both = MemcachedCaches.patient(server.port(), other.port())) {
      List<RowKey> keys = IntStream.range(0, 100).mapToObj(i -> new RowKey("v", "e" + i)).toList();
      await()
          .atMost(BACK)
          .until(() -> both.find(keys, soon()).stream().allMatch(CacheRead.Miss.class::isInstance));
      List<Standing> rows =
          keys.stream().<Standing>map(key -> new Standing.Present(row(key, 1))).toList();
      both.update(rows, soon());

      other.kill();
      await()
          .atMost(BACK)
          .until(
              () -> both.find(keys, soon()).stream().anyMatch(CacheRead.Failed.class::isInstance));

      List<CacheRead> reads = both.find(keys, soon());
      assertThat(reads.stream().filter(CacheRead.Hit.class::isInstance).count())
          .isBetween(20L, 80L);
      assertThat(reads).noneMatch(CacheRead.Miss.class::isInstance); // nobody else answers for it
      assertThat(both.check(soon()).usable()).isFalse();
      assertThat(both.check(soon()).detail()).contains("127.0.0.1:" + other.port());
    }
  }

  @Test
  void aServerThatWasNeverThereIsAFailureAtOnce() {
    int nobody = LoopbackPorts.free();
    try (RowCache alone = MemcachedCaches.usual(nobody)) {
      await().atMost(BACK).until(() -> find(alone, KEY) instanceof CacheRead.Failed);

      assertThat(alone.lease(List.of(KEY), soon())).containsExactly(RowCache.Lease.NONE);
      assertThat(alone.update(List.of(new Standing.AtLeast(KEY, 1)), soon()))
          .hasOnlyElementsOfType(WriteOutcome.Failed.class);
    }
  }

  private void assertThatALookUpFailsInTime() {
    long begun = ticker.nanos();
    assertThat(find(KEY)).isInstanceOf(CacheRead.Failed.class);
    long taken = ticker.nanos() - begun;
    assertThat(Duration.ofNanos(taken).minus(stalls.since(begun))).isLessThan(WITHIN);
  }

  /** On a busy machine one attempt may be too late. */
  private void apply(Row row) {
    await().atMost(BACK).until(() -> update(row, soon()) instanceof WriteOutcome.Applied);
  }

  private CacheRead find(RowKey key) {
    return find(cache, key);
  }

  private CacheRead find(RowCache in, RowKey key) {
    return in.find(List.of(key), soon()).getFirst();
  }

  private WriteOutcome update(Row row, Deadline deadline) {
    return cache.update(List.of(new Standing.Present(row)), deadline).getFirst();
  }

  private Deadline soon() {
    return Deadline.in(BACK, ticker);
  }

  private static Row row(long revision) {
    return row(KEY, revision);
  }

  private static Row row(RowKey key, long revision) {
    return new Row(key, revision, revision, ("at " + revision).getBytes(UTF_8));
  }
}
