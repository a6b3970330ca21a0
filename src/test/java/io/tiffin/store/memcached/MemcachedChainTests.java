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
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.ChainOfTwo;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memcached in front of a source of truth, in two processes' worth of chains. */
@Timeout(60)
class MemcachedChainTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  private final Ticker ticker = new RealTicker();
  private final InMemoryFeatureStore source = new InMemoryFeatureStore();
  private ServerProcess server;
  private FaultProxy proxy;
  private ChainOfTwo mine;
  private ChainOfTwo theirs;

  @BeforeEach
  void start() {
    server = MemcachedServer.start();
    proxy = new FaultProxy("127.0.0.1", server.port(), 42);
    mine = new ChainOfTwo(MemcachedCaches.usual(proxy.port()), source, ticker);
    theirs = new ChainOfTwo(MemcachedCaches.usual(server.port()), source, ticker);
    for (ChainOfTwo chain : List.of(mine, theirs)) {
      await().until(() -> chain.cache().check(soon()).usable());
    }
  }

  @AfterEach
  void end() {
    mine.close();
    theirs.close();
    proxy.close();
    server.close();
  }

  @Test
  void aMissReadsTheSourceOnceAndAHitDoesNot() {
    source.put(List.of(row(1)), soon());

    assertThat(sourceOf(mine)).isEqualTo("IN_MEMORY");
    await().until(() -> sourceOf(mine).equals("MEMCACHED"));
    long reads = source.finds();

    assertThat(revision(mine)).isEqualTo(1);
    assertThat(revision(theirs)).isEqualTo(1);
    assertThat(source.finds()).isEqualTo(reads);
  }

  @Test
  void aWriteIsSeenByEveryProcessAtOnce() {
    for (long revision = 1; revision <= 100; revision++) {
      put(mine, row(revision));

      assertThat(revision(mine)).isEqualTo(revision);
      assertThat(revision(theirs)).isEqualTo(revision);
    }
    assertThat(sourceOf(theirs)).isEqualTo("MEMCACHED");
  }

  @Test
  void aDeletionIsNotUndoneByAnOlderWrite() {
    put(mine, row(5));
    mine.store().delete(KEY, 6, soon());

    put(theirs, row(5));

    assertThat(find(mine)).isInstanceOf(Outcome.Absent.class);
    assertThat(find(theirs)).isInstanceOf(Outcome.Absent.class);
  }

  @Test
  void aWriteThatFailedAtTheSourceLeavesNothingOlderInTheCache() {
    put(mine, row(1));
    source.failing(Outcome.Failed.Reason.TIMED_OUT);
    put(mine, row(2));
    source.healthy();

    assertThat(sourceOf(theirs)).isEqualTo("IN_MEMORY");
  }

  @Test
  void whatTheCacheDidNotTakeIsReadPastItAndRepairedWhenItIsBack() {
    put(mine, row(1));
    proxy.inject(new Fault.BlackHole());

    put(mine, row(2));
    assertThat(revision(mine)).isEqualTo(2);
    assertThat(revision(theirs)).as("theirs cannot know").isEqualTo(1);

    proxy.heal();
    await().atMost(Duration.ofSeconds(3)).until(() -> mine.repair());
    assertThat(revision(theirs)).isEqualTo(2);
    assertThat(revision(mine)).isEqualTo(2);
  }

  @Test
  void whatIsAskedOfTheSourceIsReadThere() {
    put(mine, row(1));

    List<Outcome> outcomes = mine.store().find(new Query(List.of(KEY), soon(), Consistency.SOURCE));

    assertThat(outcomes.getFirst().source().name()).isEqualTo("IN_MEMORY");
  }

  private void put(ChainOfTwo chain, Row row) {
    List<WriteOutcome> outcomes = chain.store().put(List.of(row), soon());
    assertThat(outcomes).hasSize(1);
  }

  private Outcome find(ChainOfTwo chain) {
    return chain.store().find(new Query(List.of(KEY), soon(), Consistency.NEAREST)).getFirst();
  }

  private String sourceOf(ChainOfTwo chain) {
    return find(chain).source().name();
  }

  private long revision(ChainOfTwo chain) {
    return find(chain) instanceof Outcome.Found(Row row, var _) ? row.revision() : 0;
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(2), ticker);
  }

  private static Row row(long revision) {
    return new Row(KEY, revision, revision, ("at " + revision).getBytes(UTF_8));
  }
}
