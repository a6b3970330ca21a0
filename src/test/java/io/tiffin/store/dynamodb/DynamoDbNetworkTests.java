package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.DynamoDbLocal;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.LoopbackPorts;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A server that freezes and dies, and a network that loses, delays, cuts and damages. */
class DynamoDbNetworkTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  /** What a caller waits, and how much longer on a busy machine. */
  private static final Duration BUDGET = Duration.ofMillis(200);

  private static final Duration SLACK = Duration.ofMillis(300);

  /** Two or three on a machine of its own; that others take their share of it is no fault. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static ServerProcess server;
  private static long revision;

  private FaultProxy proxy;
  private FeatureStore store;

  @BeforeAll
  static void startServer() {
    server = DynamoDbLocal.start();
    awaitAnswers();
  }

  @AfterAll
  static void endServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void connect() {
    proxy = new FaultProxy("127.0.0.1", server.port(), 42);
    store = DynamoDbRoom.store(DynamoDbRoom.usual(proxy.port()));
    await("ready")
        .atMost(Duration.ofSeconds(30))
        .until(() -> store.check(DynamoDbRoom.ample()).usable());
    assertThat(store.put(List.of(row(++revision)), DynamoDbRoom.ample()).getFirst())
        .isEqualTo(new Applied());
    assertThat(find(DynamoDbRoom.ample())).isInstanceOf(Outcome.Found.class);
  }

  @AfterEach
  void end() {
    store.close();
    proxy.close();
  }

  @Test
  void aFrozenServerCostsNobodyMoreThanHisDeadline() {
    server.freeze();
    try {
      timesOut();
      writesFail();
    } finally {
      server.thaw();
    }

    becomes("back", () -> find(in(BUDGET)) instanceof Outcome.Found);
    becomes("writes too", () -> put() instanceof Applied);
  }

  @Test
  void aBlackHoleIsLeftSoonAfterItsEnd() {
    proxy.inject(new Fault.BlackHole());
    timesOut();
    writesFail();

    proxy.heal();

    becomes("back", () -> find(in(BUDGET)) instanceof Outcome.Found);
    becomes("writes too", () -> put() instanceof Applied);
  }

  /** What is abandoned holds no connection: with 64 of them, 300 time-outs would leave none. */
  @Test
  void abandonedCallsHoldNoConnections() {
    proxy.inject(new Fault.BlackHole());
    for (int i = 0; i < 300; i++) {
      assertThat(find(in(Duration.ofMillis(3)))).isInstanceOf(Outcome.Failed.class);
    }

    proxy.heal();

    becomes("back", () -> find(in(BUDGET)) instanceof Outcome.Found);
  }

  @Test
  void aServerThatIsDownIsAFailureAtOnce() {
    proxy.inject(new Fault.Refuse());
    find(in(BUDGET)); // the connection that was open
    Deadline deadline = DynamoDbRoom.ample();

    Outcome outcome = find(deadline);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.ERROR);
              assertThat(failed.cause()).isNotNull();
            });
    assertThat(Duration.ofSeconds(30).toNanos() - deadline.remainingNanos())
        .isLessThan(SLACK.toNanos());

    proxy.heal();

    becomes("back", () -> find(in(BUDGET)) instanceof Outcome.Found);
  }

  /** It has forgotten the table, which is made again. */
  @Test
  void aServerThatIsStartedAgainIsUsedAgain() {
    server.kill();
    assertThat(find(DynamoDbRoom.ample())).isInstanceOf(Outcome.Failed.class);
    assertThat(put()).isInstanceOf(WriteOutcome.Failed.class);

    server.restart();
    awaitAnswers();

    becomes("back", () -> find(in(Duration.ofSeconds(1))) instanceof Outcome.Absent);
    assertThat(put()).isEqualTo(new Applied());
  }

  @Test
  void latencyTimesOutAndIsNoFailureOnceItIsOver() {
    proxy.inject(new Fault.Latency(BUDGET, BUDGET));
    timesOut();

    proxy.heal();

    becomes("back", () -> find(in(BUDGET)) instanceof Outcome.Found);
  }

  /** Bytes keep coming, so no time-out of a socket ends it; the deadline does. */
  @Test
  void aReplyThatTricklesEndsByTheDeadline() throws Exception {
    try (var trickling = new TricklingServer(LoopbackPorts.free());
        FeatureStore slow = DynamoDbRoom.store(withoutCreation(trickling.port()))) {
      DynamoDbRoom.find(slow, KEY, in(BUDGET)); // makes the client
      Deadline deadline = in(BUDGET);

      Outcome outcome = DynamoDbRoom.find(slow, KEY, deadline);

      assertThat(outcome).isEqualTo(new Outcome.Failed(Reason.TIMED_OUT, null, slow.source()));
      assertThat(deadline.remainingNanos()).isGreaterThan(-SLACK.toNanos());
      await("abandoned").atMost(Durations.FIVE_SECONDS).until(() -> trickling.open() == 0);
    }
  }

  @Test
  void aResetInAReplyIsAFailureAndThenOver() {
    proxy.inject(new Fault.Reset(3));
    assertThat(find(DynamoDbRoom.ample())).isInstanceOf(Outcome.Failed.class);

    proxy.heal();

    becomes("back", () -> find(in(BUDGET)) instanceof Outcome.Found);
  }

  @Test
  void slicedRepliesAreRead() {
    proxy.inject(new Fault.Slices());

    assertThat(find(DynamoDbRoom.ample())).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void damagedRepliesAreNeverServed() {
    for (int passed = 0; passed < 400; passed += 7) {
      proxy.inject(new Fault.Corruption(passed));
      Outcome outcome = find(in(Duration.ofSeconds(1)));
      assertThat(outcome).as("after %d bytes", passed).isNotInstanceOf(Outcome.Absent.class);
      if (outcome instanceof Outcome.Found(Row row, var _)) {
        assertThat(row.body()).isEqualTo(row(1).body());
      }
    }

    proxy.heal();

    becomes("back", () -> find(in(BUDGET)) instanceof Outcome.Found);
  }

  /** 20 callers of a frozen server: all are told in time, although none of the calls ends. */
  @Test
  void manyCallersOfAFrozenServerAreAllToldInTime() {
    List<RowKey> keys =
        IntStream.range(0, 2_000).mapToObj(i -> new RowKey("many", "e" + i)).toList();
    server.freeze();
    try {
      for (int i = 0; i < 5; i++) {
        Deadline deadline = in(BUDGET);
        List<Outcome> outcomes = store.find(new Query(keys, deadline, Consistency.SOURCE));
        assertThat(deadline.remainingNanos()).isGreaterThan(-SLACK.toNanos());
        assertThat(outcomes).hasSize(2_000).allMatch(Outcome.Failed.class::isInstance);
      }
    } finally {
      server.thaw();
    }
  }

  /** It accepts connections before it answers anything. */
  private static void awaitAnswers() {
    try (DynamoDbClient client = DynamoDbRoom.client(server.port())) {
      assertThat(client.listTables().tableNames()).isEmpty();
    }
  }

  private void timesOut() {
    Deadline deadline = in(BUDGET);
    Outcome outcome = find(deadline);
    long left = deadline.remainingNanos();
    assertThat(outcome).isEqualTo(new Outcome.Failed(Reason.TIMED_OUT, null, store.source()));
    assertThat(left).isGreaterThan(-SLACK.toNanos());
  }

  private void writesFail() {
    Deadline deadline = in(BUDGET);
    WriteOutcome outcome = store.put(List.of(row(++revision)), deadline).getFirst();
    long left = deadline.remainingNanos();
    assertThat(outcome).isInstanceOf(WriteOutcome.Failed.class);
    assertThat(left).isGreaterThan(-SLACK.toNanos());
  }

  private static DynamoDbStoreProperties withoutCreation(int port) {
    return DynamoDbRoom.reading(port, DynamoDbStoreProperties.NearestReads.STRONG);
  }

  private Outcome find(Deadline deadline) {
    return DynamoDbRoom.find(store, KEY, deadline);
  }

  private WriteOutcome put() {
    return store.put(List.of(row(++revision)), in(Duration.ofSeconds(2))).getFirst();
  }

  private static Row row(long revision) {
    return DynamoDbRoom.row(KEY, revision);
  }

  private static Deadline in(Duration budget) {
    return Deadline.in(budget, new RealTicker());
  }

  private static void becomes(String what, Callable<Boolean> holds) {
    await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(BACK)
        .until(holds);
  }
}
