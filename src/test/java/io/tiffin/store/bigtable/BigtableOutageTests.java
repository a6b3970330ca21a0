package io.tiffin.store.bigtable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.BigtableEmulator;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that die, freeze and come back, and networks that lose, delay and cut. */
class BigtableOutageTests {

  private static final RowKey KEY = BigtableRoom.key("r-17");

  /** Two or three on a machine of its own; that others take their share of it is no fault. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static final Duration SHORT = Duration.ofMillis(100);

  private ServerProcess emulator;
  private FaultProxy proxy;
  private BigtableRoom room;
  private BigtableFeatureStore store;

  @BeforeEach
  void connect() {
    emulator = BigtableEmulator.start();
    proxy = new FaultProxy("127.0.0.1", emulator.port(), 42);
    room = BigtableRoom.at(proxy.port());
    store = room.store();
    assertThat(put(1, Duration.ofSeconds(10))).isEqualTo(new WriteOutcome.Applied());
  }

  @AfterEach
  void end() {
    room.close();
    proxy.close();
    emulator.close();
  }

  @Test
  void aDeadServerFailsAtOnceAndIsBackWithinThreeSeconds() {
    proxy.inject(new Fault.Refuse());
    assertThat(find(SHORT)).isInstanceOf(Outcome.Failed.class);
    outage(Duration.ofSeconds(6));
    assertThat(assertTimeout(Duration.ofMillis(60), () -> find(Duration.ofSeconds(1))))
        .isInstanceOf(Outcome.Failed.class);

    proxy.heal();

    BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
    BigtableRoom.within(BACK, "writes too", () -> put(2, SHORT) instanceof WriteOutcome.Applied);
  }

  /**
   * The control: gRPC by itself waits longer each time, and is asleep when the server is back. It
   * has just been refused for the fifth time: the next is 1.6⁴ seconds away, and 20 % less at
   * least.
   */
  @Test
  void withoutTheWatchADeadServerIsTriedAgainMuchLater() {
    try (FaultProxy way = new FaultProxy("127.0.0.1", emulator.port(), 42)) {
      ManagedChannel alone =
          ManagedChannelBuilder.forAddress("127.0.0.1", way.port()).usePlaintext().build();
      way.inject(new Fault.Reset(0));
      proxy.inject(new Fault.Refuse());
      outageUntil(() -> {
        var _ = alone.getState(true);
        return way.accepted() == 5 && way.open() == 0;
      });

      way.heal();
      proxy.heal();

      BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
      assertThat(alone.getState(true)).isNotEqualTo(ConnectivityState.READY);
      assertThat(way.accepted()).isEqualTo(5);
      BigtableRoom.within(
          Duration.ofSeconds(30), "it too", () -> alone.getState(true) == ConnectivityState.READY);
      alone.shutdownNow();
    }
  }

  @Test
  void aServerThatWasKilledIsBackSoonAndItsTableIsMadeAgain() {
    emulator.kill();
    assertThat(find(SHORT)).isInstanceOf(Outcome.Failed.class);

    emulator.restart(); // with nothing in it

    BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Absent);
    BigtableRoom.within(BACK, "writes too", () -> put(2, SHORT) instanceof WriteOutcome.Applied);
  }

  @Test
  void aFrozenServerTimesOutAtTheDeadlineThenFailsAtOnceAndIsBackSoon() {
    emulator.freeze();
    assertThat(assertTimeout(Duration.ofMillis(400), () -> find(SHORT))).matches(this::isTimedOut);
    assertThat(assertTimeout(Duration.ofMillis(400), () -> put(2, SHORT)))
        .isInstanceOf(WriteOutcome.Failed.class);
    BigtableRoom.within(Duration.ofSeconds(2), "noticed", () -> isSilent());
    assertThat(assertTimeout(Duration.ofMillis(60), () -> find(Duration.ofSeconds(1))))
        .isInstanceOf(Outcome.Failed.class);

    emulator.thaw();

    BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
    BigtableRoom.within(BACK, "writes too", () -> put(3, SHORT) instanceof WriteOutcome.Applied);
  }

  @Test
  void aBlackHoleIsNoticedAndLeftWithinThreeSecondsOfItsEnd() {
    proxy.inject(new Fault.BlackHole());
    assertThat(find(SHORT)).matches(this::isTimedOut);
    BigtableRoom.within(Duration.ofSeconds(2), "noticed", () -> isSilent());

    proxy.heal();

    BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
    BigtableRoom.within(BACK, "writes too", () -> put(2, SHORT) instanceof WriteOutcome.Applied);
  }

  @Test
  void aBlackHoleAtTheStartIsLeftWithinThreeSecondsOfItsEndToo() {
    proxy.inject(new Fault.BlackHole());
    try (BigtableRoom late = BigtableRoom.with(proxy.port())) {
      BigtableFeatureStore other = late.store();
      BigtableRoom.within(
          Duration.ofSeconds(4), "noticed", () -> silent(other, late.connections.link().watch()));

      proxy.heal();

      BigtableRoom.within(BACK, "back", () -> find(other, SHORT) instanceof Outcome.Found);
    }
  }

  private static boolean silent(BigtableFeatureStore store, ChannelWatch watch) {
    assertThat(find(store, SHORT)).isInstanceOf(Outcome.Failed.class);
    return watch.isSilent();
  }

  /** The control: a connection that nobody watches is open, and dead until keep-alive ends it. */
  @Test
  void withoutTheWatchABlackHoleIsNotLeftSoon() {
    try (BigtableRoom unwatched = BigtableRoom.with(proxy.port(), "channels", "1")) {
      BigtableFeatureStore other = unwatched.store();
      assertThat(find(other, Duration.ofSeconds(10))).isInstanceOf(Outcome.Found.class);
      unwatched.connections.link().watch().close();
      proxy.inject(new Fault.BlackHole());
      assertThat(find(other, SHORT)).matches(this::isTimedOut);
      assertThat(find(SHORT)).matches(this::isTimedOut);

      proxy.heal();

      BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
      assertThat(IntStream.range(0, 10).mapToObj(_ -> find(other, SHORT)))
          .allMatch(this::isTimedOut);
    }
  }

  @Test
  void aSlowNetworkTimesOutAndKeepsItsConnections() {
    BigtableRoom.eventually(
        "fast", () -> IntStream.range(0, 5).allMatch(_ -> find(SHORT) instanceof Outcome.Found));
    long before = proxy.accepted();
    proxy.inject(new Fault.Latency(Duration.ofMillis(60), Duration.ofMillis(60)));
    for (int i = 0; i < 5; i++) {
      assertThat(find(SHORT)).matches(this::isTimedOut);
    }

    proxy.heal();

    BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
    assertThat(proxy.accepted()).isEqualTo(before);
  }

  @Test
  void aResetInAReplyIsAFailureAndThenOver() {
    proxy.inject(new Fault.Reset(3));
    assertThat(find(Duration.ofSeconds(1))).isInstanceOf(Outcome.Failed.class);

    proxy.heal();

    BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
  }

  @Test
  void damagedRepliesAreNeverServed() {
    for (int passed = 0; passed < 20; passed++) {
      proxy.inject(new Fault.Corruption(20L * passed));
      if (find(SHORT) instanceof Outcome.Found(Row row, var _)) {
        assertThat(row.body()).isEqualTo("body".getBytes(UTF_8));
      }
    }

    proxy.heal();

    BigtableRoom.within(BACK, "back", () -> find(SHORT) instanceof Outcome.Found);
  }

  @Test
  void aBulkLoadIntoAFrozenServerReturnsAtItsDeadline() {
    List<Row> rows =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new Row(BigtableRoom.key("e" + i), 1, 1, new byte[1_000]))
            .toList();
    emulator.freeze();

    List<WriteOutcome> outcomes =
        assertTimeout(Duration.ofMillis(800), () -> store.put(rows, in(Duration.ofMillis(300))));

    assertThat(outcomes).hasSize(1_000).allMatch(WriteOutcome.Failed.class::isInstance);
  }

  @Test
  void anInterruptedCallReturnsAtOnceAndKeepsTheInterrupt() throws InterruptedException {
    emulator.freeze();
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              Outcome outcome = find(Duration.ofSeconds(30));
              kept.complete(
                  outcome instanceof Outcome.Failed && Thread.currentThread().isInterrupted());
            });
    BigtableRoom.eventually("waiting", () -> reader.getState() == Thread.State.TIMED_WAITING);

    reader.interrupt();

    assertThat(kept).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(true);
    reader.join();
  }

  private boolean isSilent() {
    return room.connections.link().watch().isSilent();
  }

  /** Traffic for so long. */
  private void outage(Duration length) {
    outageUntil(in(length)::hasPassed);
  }

  private void outageUntil(BooleanSupplier over) {
    BigtableRoom.within(
        Duration.ofSeconds(30),
        "outage",
        () -> {
          assertThat(find(SHORT)).isInstanceOf(Outcome.Failed.class);
          return over.getAsBoolean();
        });
  }

  private boolean isTimedOut(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.reason() == Reason.TIMED_OUT;
  }

  private Outcome find(Duration budget) {
    return find(store, budget);
  }

  private static Outcome find(BigtableFeatureStore store, Duration budget) {
    return store.find(new Query(List.of(KEY), in(budget), Consistency.SOURCE)).getFirst();
  }

  private WriteOutcome put(long revision, Duration budget) {
    Row row = new Row(KEY, revision, 1, "body".getBytes(UTF_8));
    return store.put(List.of(row), in(budget)).getFirst();
  }

  private static Deadline in(Duration budget) {
    return Deadline.in(budget, new RealTicker());
  }
}
