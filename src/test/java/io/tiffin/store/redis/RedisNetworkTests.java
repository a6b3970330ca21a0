package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network that loses, delays, cuts and damages. */
class RedisNetworkTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  private static final Duration AMPLE = Durations.FIVE_SECONDS;

  private static RedisServer server;

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private FaultProxy proxy;
  private RedisRoom room;
  private RedisFeatureStore store;

  @BeforeAll
  static void startServer() {
    server = RedisServer.start(RedisBinary.BUNDLED);
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  @BeforeEach
  void connect() {
    var _ = server.execute("FLUSHALL");
    proxy = new FaultProxy(server.host(), server.port(), 42);
    room =
        RedisRoom.with(
                "spring.data.redis.host",
                "127.0.0.1",
                "spring.data.redis.port",
                Integer.toString(proxy.port()))
            .connected();
    store = room.store();
    assertThat(put(1)).isEqualTo(new WriteOutcome.Applied());
  }

  @AfterEach
  void end() {
    room.close();
    proxy.close();
  }

  @Test
  void aBlackHoleIsNoticedAndLeftWithinTwoSecondsOfItsEnd() {
    proxy.inject(new Fault.BlackHole());
    assertThat(find()).isInstanceOf(Outcome.Failed.class);
    RedisRoom.within(
        Durations.TWO_SECONDS, "noticed", () -> !room.connections.reads().isConnected());
    assertThat(assertTimeout(Duration.ofMillis(50), () -> find()))
        .isInstanceOf(Outcome.Failed.class);

    proxy.heal();

    RedisRoom.within(Durations.TWO_SECONDS, "back", () -> find() instanceof Outcome.Found);
    RedisRoom.within(
        Durations.TWO_SECONDS, "writes too", () -> put(2) instanceof WriteOutcome.Applied);
  }

  /** What the pings are for: a connection that nobody watches is open, and dead for good. */
  @Test
  void withoutPingsABlackHoleIsNeverLeft() {
    Connected unwatched = room.connections.connector().connect();
    proxy.inject(new Fault.BlackHole());
    assertThat(unwatched.ask(commands -> commands.get(new byte[] {1}))).failsWithin(AMPLE);

    proxy.heal();

    for (int i = 0; i < 10; i++) {
      assertThat(unwatched.ask(commands -> commands.get(new byte[] {1}))).failsWithin(AMPLE);
    }
    assertThat(unwatched.connection().isOpen()).isTrue();
  }

  /**
   * A machine that stalls for half a second makes a slow network a silent one, and the connection
   * is made anew, rightly: then it is tried once more.
   */
  @Test
  void aSlowNetworkTimesOutAndKeepsItsConnection() {
    RedisRoom.within(AMPLE, "kept", this::aSlowNetworkLeavesTheConnection);
  }

  private boolean aSlowNetworkLeavesTheConnection() {
    long before = proxy.accepted();
    proxy.inject(new Fault.Latency(Duration.ofMillis(75), Duration.ofMillis(75)));
    List<Outcome> outcomes = Stream.generate(this::find).limit(5).toList();

    proxy.heal();

    RedisRoom.within(Durations.TWO_SECONDS, "back", () -> find() instanceof Outcome.Found);
    return proxy.accepted() == before
        && outcomes.stream()
            .allMatch(outcome ->
                outcome instanceof Outcome.Failed failed
                    && failed.reason() == Outcome.Failed.Reason.TIMED_OUT);
  }

  @Test
  void aResetInAReplyIsAFailureAndThenOver() {
    proxy.inject(new Fault.Reset(3));
    assertThat(find()).isInstanceOf(Outcome.Failed.class);

    proxy.heal();

    RedisRoom.within(Durations.TWO_SECONDS, "back", () -> find() instanceof Outcome.Found);
  }

  @Test
  void slicedRepliesAreRead() {
    proxy.inject(new Fault.Slices());

    assertThat(find()).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void damagedRepliesAreNeverServed() {
    for (int passed = 0; passed < 40; passed++) {
      proxy.inject(new Fault.Corruption(passed));
      if (find() instanceof Outcome.Found(Row row, var _)) {
        assertThat(row.body()).isEqualTo("body".getBytes(UTF_8));
      }
    }

    proxy.heal();

    RedisRoom.within(Durations.TWO_SECONDS, "back", () -> find() instanceof Outcome.Found);
  }

  private Outcome find() {
    return store.find(new Query(List.of(KEY), ample, Consistency.SOURCE)).getFirst();
  }

  private WriteOutcome put(long revision) {
    Row row = new Row(KEY, revision, 1, "body".getBytes(UTF_8));
    return store.put(List.of(row), ample).getFirst();
  }
}
