package io.tiffin.store.firestore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.ApiException;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.Write;
import io.grpc.Status.Code;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import io.tiffin.store.firestore.FakeFirestore.BreaksOff;
import io.tiffin.store.firestore.FakeFirestore.ComesSecond;
import io.tiffin.store.firestore.FakeFirestore.Fails;
import io.tiffin.store.firestore.FakeFirestore.FailsAfterwards;
import io.tiffin.store.firestore.FakeFirestore.Refuses;
import io.tiffin.store.firestore.FakeFirestore.StaysSilent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** How many calls Firestore is asked for, and what becomes of their failures. */
class FirestoreCallsTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private final FakeFirestore firestore = new FakeFirestore();
  private final FeatureStore store = FirestoreRoom.over(firestore);

  @AfterEach
  void end() {
    firestore.release();
    store.close();
    Thread.interrupted();
  }

  @Test
  void aLookUpIsOneCallForEachThreeHundredKeysAndNoneIsAskedForTwice() {
    List<RowKey> keys = new ArrayList<>(keys(700));
    keys.addAll(keys(50));

    assertThat(find(keys)).hasSize(750).containsOnly(new Outcome.Absent(0, store.source()));

    assertThat(firestore.reads).hasSize(3);
    List<String> asked =
        firestore.reads.stream().flatMap(read -> read.getDocumentsList().stream()).toList();
    assertThat(asked).hasSize(700).doesNotHaveDuplicates();
  }

  @Test
  void aBulkLoadIsTwoCallsForEachTwentyRowsAndEachWriteHasItsCondition() {
    assertThat(store.put(rows(3_000), ample)).containsOnly(new Applied());
    assertThat(store.put(rows(3_000), ample)).containsOnly(new Superseded(1));

    assertThat(firestore.writes).hasSize(150);
    assertThat(firestore.reads).hasSize(300);
    List<Write> writes =
        firestore.writes.stream().flatMap(write -> write.getWritesList().stream()).toList();
    assertThat(writes).hasSize(3_000).allMatch(Write::hasCurrentDocument);
  }

  @Test
  void largeRowsMakeSmallerCalls() {
    List<Row> rows =
        IntStream.range(0, 20).mapToObj(i -> row("e" + i, 1, new byte[1_000_000])).toList();

    assertThat(store.put(rows, ample)).containsOnly(new Applied());

    assertThat(firestore.writes).hasSize(5);
  }

  @Test
  void aBulkLoadHasFewCallsUnderWay() throws Exception {
    assertThat(heldAtOnce(4)).isEqualTo(4);
  }

  /** The control: what the bound keeps from happening. */
  @Test
  void withoutTheBoundABulkLoadSendsAllAtOnce() throws Exception {
    assertThat(heldAtOnce(64)).isEqualTo(30);
  }

  private int heldAtOnce(int concurrentWrites) throws Exception {
    firestore.hold();
    FeatureStore bounded =
        FirestoreRoom.over(
            firestore,
            new FirestoreStoreProperties(
                "rows", false, 1, 300, 8, 100, concurrentWrites, Duration.ZERO));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<WriteOutcome>> load = callers.submit(() -> bounded.put(rows(3_000), ample));
      int least = Math.min(30, concurrentWrites);
      Awaitility.await().until(() -> firestore.held() >= least);
      Awaitility.await()
          .during(Duration.ofMillis(200))
          .until(() -> firestore.held() >= least); // time for more, if there were no bound
      int held = firestore.held();
      firestore.release();
      assertThat(load.get()).hasSize(3_000).containsOnly(new Applied());
      return held;
    } finally {
      bounded.close();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Code.class, mode = Mode.EXCLUDE, names = "OK")
  void aFailedReadIsAFailureOfItsKeysAndNeverAnAbsence(Code code) {
    firestore.onRead(new Fails(code));

    assertThat(find(List.of(KEY)))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason())
                  .isEqualTo(code == Code.DEADLINE_EXCEEDED ? Reason.TIMED_OUT : Reason.ERROR);
              assertThat(failed.cause()).isInstanceOf(ApiException.class);
            });
  }

  @ParameterizedTest
  @EnumSource(value = Code.class, mode = Mode.EXCLUDE, names = "OK")
  void aFailedWriteIsAFailureOfItsRowsWithItsCause(Code code) {
    firestore.onWrite(new Fails(code));

    assertThat(store.put(List.of(row(1)), ample))
        .singleElement()
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(ApiException.class));
    assertThat(firestore.writes).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESOURCE_EXHAUSTED", "UNAVAILABLE", "PERMISSION_DENIED", "INTERNAL"})
  void aRefusedWriteIsAFailureOfItsRow(Code code) {
    firestore.onWrite(new Refuses(code));

    assertThat(store.put(List.of(row(1)), ample))
        .singleElement()
        .isInstanceOf(WriteOutcome.Failed.class);
    assertThat(firestore.writes).hasSize(1);
  }

  @Test
  void ofAReadThatBreaksOffWhatCameIsKeptAndTheRestIsAskedForOnceMore() {
    earn(10);
    store.put(rows(10), ample);
    int before = firestore.reads.size();
    firestore.onRead(new BreaksOff(4, Code.UNAVAILABLE));

    assertThat(find(keys(10))).hasSize(10).allMatch(Outcome.Found.class::isInstance);

    assertThat(firestore.reads).hasSize(before + 2);
    assertThat(firestore.reads.getLast().getDocumentsCount()).isEqualTo(6);
  }

  /** The control: a budget without a call to spare; what is left is a failure, not an absence. */
  @Test
  void withoutABudgetTheRestFails() {
    firestore.onRead(new BreaksOff(4, Code.OK));

    List<Outcome> outcomes = find(keys(10));

    assertThat(outcomes.subList(0, 4)).containsOnly(new Outcome.Absent(0, store.source()));
    assertThat(outcomes.subList(4, 10)).allMatch(Outcome.Failed.class::isInstance);
    assertThat(firestore.reads).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESOURCE_EXHAUSTED", "UNAVAILABLE", "ABORTED"})
  void aThrottledWriteIsTriedAgainWithinTheBudget(Code code) {
    earn(10);
    firestore.onWrite(new Fails(code));

    assertThat(store.put(List.of(row(1)), ample)).containsExactly(new Applied());
  }

  @Test
  void retriesAreATenthOfTheCallsAtMost() {
    earn(100);
    int before = firestore.writes.size();
    Refuses[] busy = new Refuses[200];
    Arrays.fill(busy, new Refuses(Code.RESOURCE_EXHAUSTED));
    firestore.onWrite(busy);

    for (int i = 0; i < 100; i++) {
      store.put(List.of(row(1)), ample);
    }

    assertThat(firestore.writes.size() - before).isBetween(110, 120); // 10 were saved up
  }

  @Test
  void whoLosesToAnotherWriterReadsAndDecidesAgain() {
    firestore.onWrite(new ComesSecond(() -> another(5)), new ComesSecond(() -> another(6)));

    assertThat(store.put(List.of(row(9)), ample)).containsExactly(new Applied());
    assertThat(firestore.writes).hasSize(3);
    assertThat(find(List.of(KEY)))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Found.class, found -> assertThat(found.row().revision()).isEqualTo(9));
  }

  @Test
  void whoLosesToAHigherRevisionIsToldIt() {
    firestore.onWrite(new ComesSecond(() -> another(10)));

    assertThat(store.put(List.of(row(9)), ample)).containsExactly(new Superseded(10));
    assertThat(firestore.writes).hasSize(1);
  }

  @Test
  void whoExpectedAnotherRevisionIsToldWhatStands() {
    firestore.onWrite(new ComesSecond(() -> another(5)));

    assertThat(store.replace(row(9), 0, ample)).isEqualTo(new Superseded(5));
  }

  @Test
  void aWriteWhoseAnswerWasLostIsFoundToBeItsOwn() {
    earn(10);
    firestore.onWrite(new FailsAfterwards(Code.UNAVAILABLE));

    assertThat(store.put(List.of(row(9)), ample)).containsExactly(new Applied());
    assertThat(firestore.writes).hasSize(11);
  }

  @Test
  void whatIsNotAnsweredIsAbandonedAtTheDeadline() {
    firestore.onRead(new StaysSilent());
    Deadline soon = Deadline.in(Duration.ofMillis(50), new RealTicker());

    assertThat(store.find(new Query(List.of(KEY), soon, Consistency.NEAREST)))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo(Reason.TIMED_OUT));
    firestore.onWrite(new StaysSilent());
    Deadline next = Deadline.in(Duration.ofMillis(50), new RealTicker());
    assertThat(store.put(List.of(row(1)), next))
        .singleElement()
        .isInstanceOf(WriteOutcome.Failed.class);
    assertThat(firestore.silent).hasSize(2).allMatch(CompletableFuture::isCancelled);
  }

  @Test
  void anInterruptedLoadReturnsAtOnceAndAbandonsItsCalls() {
    firestore.hold();
    Thread loader = Thread.currentThread();
    Thread.startVirtualThread(() -> {
      Awaitility.await().until(() -> firestore.held() >= 8);
      loader.interrupt();
    });

    assertThat(store.put(rows(3_000), ample))
        .hasSize(3_000)
        .allMatch(WriteOutcome.Failed.class::isInstance);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(firestore.held()).isLessThan(20);
  }

  @Test
  void aThreadThatIsInterruptedAsksNothing() {
    Thread.currentThread().interrupt();

    assertThat(find(keys(3))).hasSize(3).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(store.put(rows(3), ample)).hasOnlyElementsOfType(WriteOutcome.Failed.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(firestore.reads).isEmpty();
    assertThat(firestore.writes).isEmpty();
  }

  @Test
  void aRowThatIsTooLargeIsRefusedBeforeItIsSentAndTheOthersAreWritten() {
    List<WriteOutcome> outcomes =
        store.put(List.of(row("a", 1), row("b", 1, new byte[1 << 20]), row("c", 1)), ample);

    assertThat(outcomes.get(0)).isEqualTo(new Applied());
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> {
              assertThat(failed.message()).contains("1,048,576");
              assertThat(failed.cause()).isInstanceOf(RefusedRowException.class);
            });
    assertThat(outcomes.get(2)).isEqualTo(new Applied());
  }

  @Test
  void rowsOfOneKeyAreOneWrite() {
    assertThat(store.put(List.of(row(1), row(3), row(2), row(3)), ample))
        .containsExactly(new Superseded(3), new Applied(), new Superseded(3), new Superseded(3));
    assertThat(firestore.writes)
        .singleElement()
        .satisfies(write -> assertThat(write.getWritesCount()).isEqualTo(1));
  }

  @Test
  void namesAreAllDifferent() {
    assertThat(new HashSet<>(keys(20_000).stream().map(DocumentNames::id).toList()))
        .hasSize(20_000);
  }

  /** Each call earns a tenth of a second one. */
  private void earn(int calls) {
    for (int i = 0; i < calls; i++) {
      assertThat(store.put(List.of(row("earning-" + i, 1)), ample)).contains(new Applied());
    }
  }

  private void another(long revision) {
    Row row = row(revision);
    String name =
        new DocumentNames(FakeFirestore.DATABASE, FirestoreRoom.PROPERTIES.collection()).of(KEY);
    Document document = RowDocument.of(name, revision, Envelope.pack(row), Optional.empty());
    firestore.store(document);
  }

  private List<Outcome> find(List<RowKey> keys) {
    return store.find(new Query(keys, ample, Consistency.NEAREST));
  }

  private static List<RowKey> keys(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> new RowKey("restaurant_live", "e" + i))
        .toList();
  }

  private static List<Row> rows(int number) {
    return keys(number).stream().map(key -> new Row(key, 1, 1, "body".getBytes(UTF_8))).toList();
  }

  private static Row row(long revision) {
    return new Row(KEY, revision, 1, ("at " + revision).getBytes(UTF_8));
  }

  private static Row row(String entity, long revision) {
    return row(entity, revision, "body".getBytes(UTF_8));
  }

  private static Row row(String entity, long revision, byte[] body) {
    return new Row(new RowKey("restaurant_live", entity), revision, 1, body);
  }
}
