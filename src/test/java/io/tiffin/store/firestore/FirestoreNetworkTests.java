package io.tiffin.store.firestore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchWriteRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.FirestoreEmulator;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.firestore.FirestoreConnection.Database;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that die, freeze and come back, and a network that swallows everything. */
class FirestoreNetworkTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  /** Two or three on a machine of its own; that others take their share of it is no fault. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static final Ticker TICKER = new RealTicker();

  private static ServerProcess emulator;

  private FaultProxy proxy;
  private FirestoreRoom room;
  private FirestoreFeatureStore store;

  @BeforeAll
  static void startEmulator() {
    emulator = FirestoreEmulator.start();
  }

  @AfterAll
  static void endEmulator() {
    if (emulator != null) {
      emulator.close();
    }
  }

  @BeforeEach
  void connect() {
    proxy = new FaultProxy("127.0.0.1", emulator.port(), 42);
    open(TICKER);
  }

  private void open(Ticker ticker) {
    room = FirestoreRoom.at("127.0.0.1:" + proxy.port(), ticker);
    store = room.store();
    assertThat(put(1, Duration.ofSeconds(20))).isEqualTo(new WriteOutcome.Applied());
  }

  @AfterEach
  void end() {
    room.close();
    proxy.close();
  }

  @Test
  void aDeadServerFailsAtOnceAndIsBackSoonAfterItsRestart() {
    emulator.kill();
    FirestoreRoom.within(BACK, "noticed", () -> isError(find(Duration.ofMillis(300))));
    for (int i = 0; i < 10; i++) {
      assertThat(assertTimeout(Duration.ofMillis(500), () -> find(Duration.ofSeconds(20))))
          .matches(FirestoreNetworkTests::isError);
      assertThat(assertTimeout(Duration.ofMillis(1_500), () -> put(2, Duration.ofSeconds(20))))
          .isInstanceOf(WriteOutcome.Failed.class);
    }
    assertThat(store.check(Deadline.in(Duration.ofSeconds(3), TICKER)).detail())
        .contains("cannot be reached");

    emulator.restart();
    awaitFirstAnswer();

    FirestoreRoom.within(
        BACK, "back", () -> find(Duration.ofMillis(300)) instanceof Outcome.Absent);
    FirestoreRoom.within(
        BACK, "writes too", () -> put(2, Duration.ofSeconds(3)) instanceof WriteOutcome.Applied);
  }

  /** A virtual machine that has just started takes seconds for its first answer. */
  private static void awaitFirstAnswer() {
    try (FirestoreRoom fresh = FirestoreRoom.at(emulator.port())) {
      FirestoreRoom.within(
          Duration.ofSeconds(60),
          "a first answer",
          () -> fresh.store().check(Deadline.in(BACK, TICKER)).usable());
    }
  }

  @Test
  void whereNothingListensALookUpFailsAtOnceAndIsBackSoonAfterSomethingDoes() {
    proxy.inject(new Fault.Refuse());
    FirestoreRoom.within(BACK, "noticed", () -> isError(find(Duration.ofMillis(300))));
    for (int i = 0; i < 50; i++) {
      assertThat(assertTimeout(Duration.ofMillis(500), () -> find(Duration.ofSeconds(20))))
          .matches(FirestoreNetworkTests::isError);
    }

    proxy.heal();

    FirestoreRoom.within(BACK, "back", () -> find(Duration.ofMillis(300)) instanceof Outcome.Found);
  }

  /**
   * Nothing but the attempts themselves tells that a server is back, so that they must be many.
   * Left alone, gRPC tries again after 1, 1.6, 2.6 … seconds, and 20 % less at least: the tenth
   * attempt comes after a minute and a half.
   */
  @Test
  void attemptsToConnectStayFrequentAndWithoutTheAttendantTheyDoNot() {
    try (FaultProxy nobody = new FaultProxy("127.0.0.1", 1, 42);
        FaultProxy control = new FaultProxy("127.0.0.1", 1, 42);
        FirestoreRoom attended = FirestoreRoom.at(nobody.port())) {
      ManagedChannel plain =
          ManagedChannelBuilder.forAddress("127.0.0.1", control.port()).usePlaintext().build();
      var _ = plain.getState(true);
      var _ = attended.store().check(Deadline.in(Duration.ofMillis(300), TICKER));

      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> nobody.accepted() >= 20);

      assertThat(control.accepted()).isBetween(1L, 9L);
      plain.shutdownNow();
    }
  }

  @Test
  void aFrozenServerTimesOutAndIsBackSoonAfterItThaws() {
    emulator.freeze();
    try {
      for (int i = 0; i < 6; i++) {
        assertThat(find(Duration.ofMillis(250))).matches(FirestoreNetworkTests::isTimedOut);
      }
    } finally {
      emulator.thaw();
    }

    FirestoreRoom.within(BACK, "back", () -> find(Duration.ofMillis(300)) instanceof Outcome.Found);
  }

  @Test
  void aBlackHoleIsLeftSoonAfterItsEnd() {
    blackHole();

    proxy.heal();

    FirestoreRoom.within(BACK, "back", () -> find(Duration.ofMillis(300)) instanceof Outcome.Found);
  }

  /** The control: a connection whose silence nobody measures is open, and dead. */
  @Test
  void withoutTheMeasureOfSilenceABlackHoleIsNotLeft() {
    room.close();
    open(new FakeTicker());
    blackHole();

    proxy.heal();

    for (int i = 0; i < 15; i++) {
      assertThat(find(Duration.ofMillis(200))).matches(FirestoreNetworkTests::isTimedOut);
    }
  }

  /** Nobody has to wait for a call or to cancel it: it is not tried again beyond its time. */
  @Test
  void aCallEndsByItself() {
    proxy.inject(new Fault.BlackHole());
    Database database = room.database();
    BatchGetDocumentsRequest request =
        BatchGetDocumentsRequest.newBuilder()
            .setDatabase(database.name())
            .addDocuments(new DocumentNames(database.name(), "rows").of(KEY))
            .build();

    assertThat(database.calls().read(request, Duration.ofMillis(200), _ -> {}))
        .failsWithin(BACK)
        .withThrowableThat()
        .withCauseInstanceOf(DeadlineExceededException.class);
    assertThat(
            database.calls().write(BatchWriteRequest.getDefaultInstance(), Duration.ofMillis(200)))
        .failsWithin(BACK)
        .withThrowableThat()
        .withCauseInstanceOf(DeadlineExceededException.class);
  }

  private void blackHole() {
    proxy.inject(new Fault.BlackHole());
    for (int i = 0; i < 6; i++) {
      assertThat(assertTimeout(BACK, () -> find(Duration.ofMillis(250))))
          .matches(FirestoreNetworkTests::isTimedOut);
    }
  }

  @Test
  void aSlowNetworkKeepsItsConnections() {
    assertThat(find(BACK)).isInstanceOf(Outcome.Found.class);
    assertThat(find(BACK)).isInstanceOf(Outcome.Found.class);
    long before = proxy.accepted();
    proxy.inject(new Fault.Latency(Duration.ofMillis(75), Duration.ofMillis(75)));
    for (int i = 0; i < 5; i++) {
      assertThat(find(Duration.ofMillis(100))).matches(FirestoreNetworkTests::isTimedOut);
    }

    proxy.heal();

    FirestoreRoom.within(BACK, "back", () -> find(Duration.ofMillis(300)) instanceof Outcome.Found);
    assertThat(proxy.accepted()).isEqualTo(before);
  }

  @Test
  void aResetInAReplyIsAFailureAndThenOver() {
    proxy.inject(new Fault.Reset(3));
    assertThat(find(Duration.ofSeconds(5))).matches(FirestoreNetworkTests::isError);

    proxy.heal();

    FirestoreRoom.within(BACK, "back", () -> find(Duration.ofMillis(300)) instanceof Outcome.Found);
  }

  private static boolean isTimedOut(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.reason() == Reason.TIMED_OUT;
  }

  private static boolean isError(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.reason() == Reason.ERROR;
  }

  private Outcome find(Duration time) {
    Deadline deadline = Deadline.in(time, TICKER);
    return store.find(new Query(List.of(KEY), deadline, Consistency.SOURCE)).getFirst();
  }

  private WriteOutcome put(long revision, Duration time) {
    Row row = new Row(KEY, revision, 1, "body".getBytes(UTF_8));
    return store.put(List.of(row), Deadline.in(time, TICKER)).getFirst();
  }
}
