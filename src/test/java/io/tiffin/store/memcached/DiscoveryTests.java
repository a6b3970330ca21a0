package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.CacheRead;
import io.tiffin.store.Outcome;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.Standing;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.memcached.MemcachedStoreProperties.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that a configuration endpoint tells; it is asked by hand, and time is told too. */
@Timeout(60)
class DiscoveryTests {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  private final FakeTicker ticker = new FakeTicker();
  private final ScriptedMemcachedDiscovery endpoint = new ScriptedMemcachedDiscovery();
  private ServerProcess one;
  private ServerProcess other;
  private FaultProxy proxy;
  private DiscoveredCluster cluster;
  private RowCache cache;

  @BeforeEach
  void start() {
    one = MemcachedServer.start();
    other = MemcachedServer.start();
    proxy = new FaultProxy("127.0.0.1", one.port(), 42);
    MemcachedStoreProperties properties =
        MemcachedCaches.properties(
            List.of(), endpoint.address(), Duration.ofSeconds(10), INTERVAL, Protocol.BINARY);
    cluster =
        new DiscoveredCluster(
            new ConfigurationEndpoint(endpoint.address(), null, new RealTicker()),
            new NodeClients(properties, null),
            "tiffin",
            INTERVAL,
            ticker);
    cache =
        new MemcachedRowCache(
            cluster,
            new Lifetimes(
                new RowLifetimes(new Catalogue(List.of())),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5)),
            Duration.ofSeconds(10),
            ticker);
  }

  @AfterEach
  void end() {
    cache.close();
    endpoint.close();
    proxy.close();
    one.close();
    other.close();
  }

  @Test
  void beforeTheEndpointHasAnsweredLookUpsFailAndSayWhy() {
    endpoint.close();
    cluster.ask();

    assertThat(find())
        .isInstanceOfSatisfying(
            CacheRead.Failed.class,
            failed -> assertThat(failed.cause()).hasMessageFindingMatch("refused|timed out|reset"));
    assertThat(update(row(1))).isInstanceOf(WriteOutcome.Failed.class);
    assertThat(cache.check(soon()).usable()).isFalse();
  }

  @Test
  void theNodesToldAreUsedOnceEveryProcessMustHaveHeardOfThem() {
    endpoint.tell(7, one.port(), other.port());
    cluster.ask();

    assertThat(cluster.now().all()).hasSize(2);
    update(row(1));
    assertThat(find()).as("may be old").isEqualTo(new CacheRead.Miss());
    assertThat(cache.lease(List.of(new RowKey("v", "new")), soon()))
        .as("somebody may write elsewhere")
        .containsExactly(RowCache.Lease.NONE);

    ticker.advance(INTERVAL.multipliedBy(2));
    assertThat(find()).isInstanceOf(CacheRead.Hit.class);
    assertThat(cache.check(soon()).usable()).isTrue();
  }

  @Test
  void aChangeOfNodesBeginsWithAnEmptyCacheAndKeepsTheConnectionsThatStay() {
    endpoint.tell(7, proxy.port());
    askAndSettle();
    update(row(1));
    assertThat(find()).isInstanceOf(CacheRead.Hit.class);

    endpoint.tell(8, proxy.port(), other.port());
    askAndSettle();

    assertThat(find()).isEqualTo(new CacheRead.Miss());
    update(row(2));
    assertThat(revision(find())).isEqualTo(2);
    assertThat(proxy.accepted()).isOne();
  }

  @Test
  void whatWasWrittenBeforeANodeWasAwayIsNotServedWhenItIsBack() {
    endpoint.tell(7, one.port(), other.port());
    askAndSettle();
    List<RowKey> keys = IntStream.range(0, 50).mapToObj(i -> new RowKey("v", "e" + i)).toList();
    keys.forEach(key -> update(row(key, 1)));

    endpoint.tell(8, one.port());
    askAndSettle();
    keys.forEach(key -> update(row(key, 2)));
    endpoint.tell(9, one.port(), other.port());
    askAndSettle();

    assertThat(cache.find(keys, soon())).containsOnly(new CacheRead.Miss());
  }

  /** Without the version in the key the old rows are back. */
  @Test
  void controlWithOneGenerationForAllListsOldRowsComeBack() {
    List<RowKey> keys = IntStream.range(0, 50).mapToObj(i -> new RowKey("v", "e" + i)).toList();
    try (RowCache both = MemcachedCaches.patient(one.port(), other.port());
        RowCache alone = MemcachedCaches.patient(one.port())) {
      both.update(standings(keys, 1), soon());
      alone.update(standings(keys, 2), soon());

      assertThat(both.find(keys, soon())).anyMatch(read -> revision(read) == 1);
    }
  }

  @Test
  void aNodeThatIsGoneIsLetGo() {
    endpoint.tell(7, proxy.port(), other.port());
    askAndSettle();
    await().until(() -> proxy.open() == 1);

    endpoint.tell(8, other.port());
    askAndSettle();

    await().until(() -> proxy.open() == 0);
    assertThat(find()).isEqualTo(new CacheRead.Miss());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERROR\r\n",
        "SERVER_ERROR busy\r\n",
        "CONFIG cluster 0 3\r\nabc\r\nEND\r\n",
        "CONFIG cluster 0 3\r\n9\n\r\nEND\r\n",
        "CONFIG cluster 0 3\r\n9\nno-port|127.0.0.1|\n\r\nEND\r\n",
        "CONFIG cluster 0 3\r\n9\nhost|127.0.0.1|99999\n\r\nEND\r\n",
        "CONFIG cluster 0 3\r\n9\nhost|127.0.0.1|0\n\r\nEND\r\n",
        "CONFIG cluster 0 3\r\n-9\nhost|127.0.0.1|11211\n\r\nEND\r\n",
        "CONFIG other 0 3\r\n9\nhost|127.0.0.1|11211\n\r\nEND\r\n",
        "<html>END\r\n",
        "END\r\n"
      })
  void onNonsenseTheNodesKnownStay(String nonsense) {
    endpoint.tell(7, one.port());
    askAndSettle();
    update(row(1));

    endpoint.tell(nonsense);
    askAndSettle();

    assertThat(find()).isInstanceOf(CacheRead.Hit.class);
    assertThat(cluster.now().keys().generation()).isEqualTo(7);
    assertThat(cluster.whyEmpty()).hasMessageMatching("(?s)(expected|not an answer).*");
  }

  @Test
  void anEndpointThatIsSilentOrGoneLeavesTheNodesKnown() {
    endpoint.tell(7, one.port());
    askAndSettle();
    update(row(1));

    endpoint.beSilent();
    askAndSettle();
    assertThat(find()).isInstanceOf(CacheRead.Hit.class);

    endpoint.close();
    askAndSettle();
    assertThat(find()).isInstanceOf(CacheRead.Hit.class);
  }

  @Test
  void anEndpointThatIsBehindChangesNothing() {
    endpoint.tell(7, one.port());
    askAndSettle();

    endpoint.tell(6, other.port());
    askAndSettle();

    assertThat(cluster.now().all())
        .extracting(Node::address)
        .containsExactly("127.0.0.1:" + one.port());
  }

  @Test
  void theEndpointIsAskedAgainAndAgain() {
    endpoint.tell(1, one.port());
    try (RowCache discovered =
        MemcachedCaches.open(
            MemcachedCaches.properties(
                List.of(),
                endpoint.address(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Protocol.BINARY))) {
      await().until(() -> endpoint.asked() >= 3);
      await().until(() -> discovered.check(soon()).usable());
    }
    int asked = endpoint.asked();
    await().during(Duration.ofMillis(300)).until(() -> endpoint.asked() <= asked + 1);
  }

  private void askAndSettle() {
    cluster.ask();
    ticker.advance(INTERVAL.multipliedBy(2));
  }

  private CacheRead find() {
    return cache.find(List.of(KEY), soon()).getFirst();
  }

  private static long revision(CacheRead read) {
    return read instanceof CacheRead.Hit(Outcome.Found(Row row, var _)) ? row.revision() : 0;
  }

  private WriteOutcome update(Row row) {
    return cache.update(List.of(new Standing.Present(row)), soon()).getFirst();
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10), ticker);
  }

  private static List<Standing> standings(List<RowKey> keys, long revision) {
    return keys.stream().<Standing>map(key -> new Standing.Present(row(key, revision))).toList();
  }

  private static Row row(long revision) {
    return row(KEY, revision);
  }

  private static Row row(RowKey key, long revision) {
    return new Row(key, revision, revision, ("at " + revision).getBytes(UTF_8));
  }
}
