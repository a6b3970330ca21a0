package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Failed;
import io.tiffin.store.WriteOutcome.Superseded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedFeatureStoreTests extends FeatureStoreContract {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeTicker ticker = new FakeTicker();
  private final List<List<Row>> puts = new ArrayList<>();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final List<Delayed> delayed = new ArrayList<>();
  private final PacedFeatureStore paced =
      new PacedFeatureStore(
          new Counted(), INTERVAL, ticker, (delay, task) -> delayed.add(new Delayed(delay, task)));

  private record Delayed(Duration delay, Runnable task) {}

  /** The contract, on the machine's clock and with an interval that lets it end. */
  @Override
  protected FeatureStore open() {
    return new PacedFeatureStore(
        new InMemoryFeatureStore(),
        Duration.ofMillis(1),
        new RealTicker(),
        (delay, task) ->
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, executor)
                .execute(task));
  }

  @AfterEach
  void end() {
    executor.close();
  }

  @Test
  void theFirstWriteOfARowIsMadeAtOnce() {
    assertThat(put(row("a", 1))).containsExactly(new Applied());
    assertThat(put(row("b", 1), row("c", 1))).containsExactly(new Applied(), new Applied());

    assertThat(puts).hasSize(2);
  }

  @Test
  void whatIsWrittenWithinTheIntervalIsCombinedIntoOneWrite() throws Exception {
    var _ = put(row("a", 1));

    CompletableFuture<List<WriteOutcome>> second = later(row("a", 2), row("b", 1));
    CompletableFuture<List<WriteOutcome>> fourth = later(row("a", 4));
    CompletableFuture<List<WriteOutcome>> third = later(row("a", 3));
    ticker.advance(INTERVAL);
    nextStep();

    assertThat(second.get()).containsExactly(new Superseded(4), new Applied());
    assertThat(fourth.get()).containsExactly(new Applied());
    assertThat(third.get()).containsExactly(new Superseded(4));
    assertThat(puts.getLast()).extracting(Row::revision).containsExactly(4L);
    assertThat(writesOf("a")).isEqualTo(2);
  }

  @Test
  void rowsThatWaitForTheSameStepAreWrittenWithOneCall() throws Exception {
    var _ = put(row("a", 1), row("b", 1));

    CompletableFuture<List<WriteOutcome>> a = later(row("a", 2));
    CompletableFuture<List<WriteOutcome>> b = later(row("b", 2));
    ticker.advance(INTERVAL);
    nextStep();

    assertThat(a.get()).containsExactly(new Applied());
    assertThat(b.get()).containsExactly(new Applied());
    assertThat(puts).hasSize(2);
    assertThat(delayed).isEmpty();
  }

  @Test
  void aWriteWhoseDeadlineComesBeforeItsTurnIsRefusedAtOnce() {
    var _ = put(row("a", 1));

    List<WriteOutcome> outcomes =
        paced.put(List.of(row("a", 2), row("b", 1)), Deadline.in(Duration.ofMillis(200), ticker));

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.message()).contains("1000 ms"));
    assertThat(outcomes.getLast()).isEqualTo(new Applied());
    assertThat(writesOf("a")).isEqualTo(1);
  }

  @Test
  void afterTheIntervalARowIsWrittenAtOnceAgain() {
    var _ = put(row("a", 1));
    ticker.advance(INTERVAL);

    assertThat(put(row("a", 2))).containsExactly(new Applied());
    assertThat(put(row("b", 1))).containsExactly(new Applied());
    assertThat(delayed).isEmpty();
  }

  @Test
  void whatCannotWinOverTheLastWriteIsNotWrittenAtAll() {
    var _ = put(row("a", 5));

    assertThat(put(row("a", 5), row("a", 4))).containsExactly(new Superseded(5), new Superseded(5));
    assertThat(writesOf("a")).isEqualTo(1);
  }

  @Test
  void aWriteThatFailedMayBeTriedAgainAtOnce() {
    store.failing(Outcome.Failed.Reason.ERROR);
    assertThat(put(row("a", 1))).hasOnlyElementsOfType(Failed.class);
    store.healthy();

    assertThat(put(row("a", 1))).containsExactly(new Applied());
  }

  @Test
  void aDeletionTakesItsTurnToo() throws Exception {
    var _ = put(row("a", 1));

    CompletableFuture<WriteOutcome> deleted = waits(() -> paced.delete(key("a"), 3, ample()));
    CompletableFuture<List<WriteOutcome>> older = later(row("a", 2));
    ticker.advance(INTERVAL);
    nextStep();

    assertThat(deleted.get()).isEqualTo(new Applied());
    assertThat(older.get()).containsExactly(new Superseded(3));
  }

  @Test
  void aCompareAndSetIsMadeAtOnceAndOthersWaitForIt() {
    var _ = put(row("a", 1));

    assertThat(paced.replace(row("a", 2), 1, ample())).isEqualTo(new Applied());
    assertThat(paced.put(List.of(row("a", 3)), Deadline.in(Duration.ofMillis(900), ticker)))
        .hasOnlyElementsOfType(Failed.class);
  }

  @Test
  void aTurnThatFailsFailsForAllWhoWaitedForIt() throws Exception {
    var _ = put(row("a", 1));
    CompletableFuture<List<WriteOutcome>> second = later(row("a", 2));
    CompletableFuture<List<WriteOutcome>> third = later(row("a", 3));
    store.failing(Outcome.Failed.Reason.ERROR);
    ticker.advance(INTERVAL);
    nextStep();

    assertThat(second.get()).hasOnlyElementsOfType(Failed.class);
    assertThat(third.get()).hasOnlyElementsOfType(Failed.class);
  }

  /** On the machine's clock: however many write, a row is written as often as the interval says. */
  @Test
  void aBusyRowIsWrittenOnceInEachInterval() throws Exception {
    Duration interval = Duration.ofMillis(50);
    Ticker real = new RealTicker();
    long begun = real.nanos();
    PacedFeatureStore busy =
        new PacedFeatureStore(
            new Counted(),
            interval,
            real,
            (delay, task) ->
                CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, executor)
                    .execute(task));
    AtomicInteger failed = new AtomicInteger();

    Together.run(
        4,
        thread -> {
          for (int i = 0; i < 10; i++) {
            Row row = row("busy", 1L + 4L * i + thread);
            Deadline deadline = Deadline.in(Duration.ofSeconds(10), real);
            if (busy.put(List.of(row), deadline).getFirst() instanceof Failed) {
              failed.incrementAndGet();
            }
          }
          return true;
        });

    long intervals = (real.nanos() - begun) / interval.toNanos();
    assertThat(failed).hasValue(0);
    assertThat(writesOf("busy")).isBetween(2L, intervals + 1);
  }

  /** The control: without the pace each of them is a write. */
  @Test
  void withoutThePaceEachIsAWrite() {
    Counted unpaced = new Counted();
    for (int revision = 1; revision <= 40; revision++) {
      var _ = unpaced.put(List.of(row("busy", revision)), ample());
    }

    assertThat(writesOf("busy")).isEqualTo(40);
  }

  private CompletableFuture<List<WriteOutcome>> later(Row... rows) {
    return waits(() -> paced.put(List.of(rows), ample()));
  }

  /** Begins a write that has to wait, and returns when it does. */
  private <T> CompletableFuture<T> waits(Supplier<T> write) {
    int before = paced.waiting();
    CompletableFuture<T> outcome = CompletableFuture.supplyAsync(write, executor);
    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> paced.waiting() > before);
    return outcome;
  }

  private void nextStep() {
    Delayed next = delayed.removeFirst();
    assertThat(next.delay())
        .isBetween(Duration.ofMillis(1), INTERVAL.multipliedBy(11).dividedBy(10));
    next.task().run();
  }

  private List<WriteOutcome> put(Row... rows) {
    return paced.put(List.of(rows), ample());
  }

  private Deadline ample() {
    return Deadline.in(Duration.ofSeconds(30), ticker);
  }

  private long writesOf(String entity) {
    synchronized (puts) {
      return puts.stream()
          .flatMap(List::stream)
          .filter(row -> row.key().entity().equals(entity))
          .count();
    }
  }

  private static RowKey key(String entity) {
    return new RowKey("v", entity);
  }

  private static Row row(String entity, long revision) {
    return new Row(key(entity), revision, revision, new byte[] {1});
  }

  private final class Counted extends ForwardingStore {

    Counted() {
      super(store);
    }

    @Override
    public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
      synchronized (puts) {
        puts.add(List.copyOf(rows));
      }
      return super.put(rows, deadline);
    }
  }
}
