package io.tiffin.store.bigtable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.ApiException;
import com.google.bigtable.v2.ReadRowsRequest;
import io.grpc.Status;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.BigtableEmulator;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.WriteOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What Bigtable answers in bad states, and what becomes of it; and how many calls are made. */
class BigtableErrorsTests {

  private static final int ALL = 1_000_000;

  private static ServerProcess emulator;

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private final String view = "v" + UUID.randomUUID();
  private ScriptedBigtable server;
  private BigtableRoom room;
  private BigtableFeatureStore store;

  @BeforeAll
  static void startEmulator() {
    emulator = BigtableEmulator.start();
    try (BigtableRoom owner = BigtableRoom.at(emulator)) {
      assertThat(
              owner.store().check(Deadline.in(Duration.ofSeconds(30), new FakeTicker())).usable())
          .isTrue();
    }
  }

  @AfterAll
  static void endEmulator() {
    emulator.close();
  }

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedBigtable(emulator.port());
    room = BigtableRoom.with(server.port(), "keys-per-read", "10", "concurrent-writes", "8");
    store = room.store();
  }

  @AfterEach
  void end() {
    room.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(value = Status.Code.class, mode = Mode.EXCLUDE, names = "OK")
  void anErrorIsAFailureWithItsCauseAndNeverAnAbsentRow(Status.Code code) {
    server.fail(ALL, Status.fromCode(code).withDescription("scripted"), 0);

    Outcome found = find("a").getFirst();
    WriteOutcome written = put(row("a", 1)).getFirst();
    WriteOutcome replaced = store.replace(row("a", 2), 1, ample);

    Reason reason = code == Status.Code.DEADLINE_EXCEEDED ? Reason.TIMED_OUT : Reason.ERROR;
    assertThat(found)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(reason);
              assertThat(failed.cause()).isInstanceOf(ApiException.class);
            });
    assertThat(List.of(written, replaced))
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    WriteOutcome.Failed.class,
                    failed -> assertThat(failed.cause()).isInstanceOf(ApiException.class)));
    assertThat(store.check(ample).usable()).isFalse();
  }

  @Test
  void aLookUpIsSplitIntoCallsOfSoManyKeysEachOnce() {
    List<String> entities =
        IntStream.range(0, 50).mapToObj(i -> "e" + i % 25).toList(); // each twice

    List<Outcome> found = find(entities.toArray(String[]::new));

    assertThat(found).hasSize(50).allMatch(Outcome.Absent.class::isInstance);
    assertThat(server.reads())
        .extracting(request -> request.getRows().getRowKeysCount())
        .containsExactlyInAnyOrder(10, 10, 5);
  }

  @Test
  void longKeysAreSplitByTheirBytes() {
    try (BigtableRoom wide = BigtableRoom.with(server.port(), "keys-per-read", "1000")) {
      List<RowKey> keys =
          IntStream.range(0, 200).mapToObj(i -> key("x".repeat(4_000) + i)).toList();

      List<Outcome> found = wide.store().find(new Query(keys, ample, Consistency.SOURCE));

      assertThat(found).allMatch(Outcome.Absent.class::isInstance);
      assertThat(server.reads()).hasSizeBetween(4, 5);
      assertThat(server.reads())
          .allSatisfy(
              request -> assertThat(request.getRows().getSerializedSize()).isLessThan(300_000));
    }
  }

  @Test
  void aKeyLongerThanBigtableTakesFailsAlone() {
    String giant = "x".repeat(4_096);
    assertThat(put(row("a", 1))).containsExactly(new WriteOutcome.Applied());

    List<Outcome> found = find("a", giant);
    List<WriteOutcome> written = put(row(giant, 1), row("b", 1));

    assertThat(found.getFirst()).isInstanceOf(Outcome.Found.class);
    assertThat(found.getLast()).isInstanceOf(Outcome.Failed.class);
    assertThat(written.getFirst())
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(RefusedRowException.class));
    assertThat(written.getLast()).isEqualTo(new WriteOutcome.Applied());
  }

  @Test
  void rowsThatCameBeforeAFailureAreAnsweredAndTheOthersFail() {
    putTen();
    server.fail(1, Status.DATA_LOSS, 3);

    List<Outcome> found = find(entities(10));

    assertThat(found.stream().filter(Outcome.Found.class::isInstance)).hasSize(3);
    assertThat(found.stream().filter(Outcome.Failed.class::isInstance)).hasSize(7);
  }

  @Test
  void whatABrokenCallHasNotAnsweredIsAskedForOnceMore() {
    putTen(); // ten calls have earned one more
    var _ = find("x", "y");
    server.reads().clear();
    for (int i = 0; i < 10; i++) {
      var _ = find("a");
    }
    server.reads().clear();
    server.fail(1, Status.UNAVAILABLE, 3);

    List<Outcome> found = find(entities(10));

    assertThat(found).allMatch(Outcome.Found.class::isInstance);
    assertThat(server.reads())
        .extracting(ReadRowsRequest::getRows)
        .extracting(rows -> rows.getRowKeysCount())
        .containsExactly(10, 7);
  }

  @Test
  void throttledWritesAreSentAgainWithinABudget() {
    server.fail(ALL, Status.RESOURCE_EXHAUSTED, 0);

    List<WriteOutcome> written =
        store.put(IntStream.range(0, 200).mapToObj(i -> row("e" + i, 1)).toList(), ample);

    assertThat(written).hasSize(200).allMatch(WriteOutcome.Failed.class::isInstance);
    assertThat(server.writes()).isBetween(201, 220);
  }

  /** The control: where a budget has been saved up, a row is sent four times. */
  @Test
  void withASavedBudgetAThrottledWriteIsSentFourTimes() {
    for (int i = 0; i < 40; i++) {
      assertThat(put(row("e" + i, 1))).containsExactly(new WriteOutcome.Applied());
    }
    server.fail(ALL, Status.RESOURCE_EXHAUSTED, 0);

    assertThat(put(row("e0", 2)).getFirst()).isInstanceOf(WriteOutcome.Failed.class);

    assertThat(server.writes()).isEqualTo(44);
  }

  @Test
  void aThrottledWriteThatIsTakenLaterIsApplied() {
    putTen();
    server.fail(1, Status.RESOURCE_EXHAUSTED, 0);

    assertThat(store.replace(row("e0", 2), 1, ample)).isEqualTo(new WriteOutcome.Applied());
  }

  @Test
  void aWriteWhoseAcknowledgementIsLostIsAppliedByTheSecondAttempt() {
    putTen();
    server.applyingWhatFails().fail(1, Status.UNAVAILABLE, 0);

    assertThat(put(row("e0", 2))).containsExactly(new WriteOutcome.Applied());
  }

  @Test
  void aReplacementWhoseFateIsUnknownIsNotSentAgain() {
    putTen();
    int before = server.writes();
    server.applyingWhatFails().fail(1, Status.UNAVAILABLE, 0);

    assertThat(store.replace(row("e0", 2), 1, ample)).isInstanceOf(WriteOutcome.Failed.class);

    assertThat(server.writes()).isEqualTo(before + 1);
    assertThat(find("e0").getFirst())
        .isInstanceOfSatisfying(
            Outcome.Found.class, found -> assertThat(found.row().revision()).isEqualTo(2));
  }

  @Test
  void aBulkLoadHasABoundedNumberOfWritesUnderWay() {
    List<Row> rows = IntStream.range(0, 500).mapToObj(i -> row("e" + i, 1)).toList();

    assertThat(store.put(rows, ample))
        .hasSize(500)
        .allMatch(WriteOutcome.Applied.class::isInstance);

    assertThat(server.mostWritesUnderWay()).isBetween(2, 8);
  }

  private void putTen() {
    List<Row> rows = IntStream.range(0, 10).mapToObj(i -> row("e" + i, 1)).toList();
    assertThat(store.put(rows, ample)).allMatch(WriteOutcome.Applied.class::isInstance);
  }

  private static String[] entities(int count) {
    return IntStream.range(0, count).mapToObj(i -> "e" + i).toArray(String[]::new);
  }

  private List<Outcome> find(String... entities) {
    List<RowKey> keys = List.of(entities).stream().map(this::key).toList();
    return store.find(new Query(keys, ample, Consistency.SOURCE));
  }

  private List<WriteOutcome> put(Row... rows) {
    return store.put(List.of(rows), ample);
  }

  private RowKey key(String entity) {
    return new RowKey(view, entity);
  }

  private Row row(String entity, long revision) {
    return new Row(key(entity), revision, 1, (entity + revision).getBytes(UTF_8));
  }
}
