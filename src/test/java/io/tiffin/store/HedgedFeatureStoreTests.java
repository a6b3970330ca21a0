package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.guard.Guards;
import io.tiffin.guard.TestGuards;
import io.tiffin.store.HedgedFeatureStore.Budgets;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import io.tiffin.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Second reads, with a store whose first read hangs until the test lets it go. */
class HedgedFeatureStoreTests {

  private static final RowKey A = new RowKey("v", "a");
  private static final RowKey B = new RowKey("v", "b");

  private final FakeTicker ticker = new FakeTicker();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final ExecutorService besides = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch letGo = new CountDownLatch(1);

  @AfterEach
  void end() {
    letGo.countDown();
    besides.shutdownNow();
  }

  @Nested
  class KeepsTheContract extends FeatureStoreContract {

    @Override
    protected FeatureStore open() {
      return hedged(new InMemoryFeatureStore(), 1, 1);
    }
  }

  @Test
  void aReadThatTakesUnusuallyLongIsOvertaken() {
    store.put(List.of(row(A)), deadline());
    FeatureStore hedged = hedged(store, 1, 1);
    hangOnce();

    List<Outcome> outcomes = hedged.find(query(A));

    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Found.class);
    assertThat(store.finds()).isEqualTo(2);
    assertThat(secondReads("hedge")).isEqualTo(1);
  }

  /** Control: without second reads the caller waits for the one that hangs, to its deadline. */
  @Test
  void notHedgedItIsWaitedFor() throws Exception {
    FeatureStore plain = hedged(store, 0, 0);
    hangOnce();

    var answered = besides.submit(() -> plain.find(query(A)));
    boolean early = besides.submit(() -> letGo.await(30, TimeUnit.MILLISECONDS)).get();

    assertThat(early).isFalse();
    assertThat(answered.isDone()).isFalse();
    letGo.countDown();
    assertThat(answered.get().getFirst()).isInstanceOf(Outcome.Absent.class);
    assertThat(store.finds()).isEqualTo(1);
  }

  @Test
  void aQuickReadIsMadeOnce() {
    FeatureStore hedged =
        new HedgedFeatureStore(store, budgets(1, 1, 1000), besides, seconds(), ticker);

    for (int read = 0; read < 100; read++) {
      var _ = hedged.find(query(A));
    }

    assertThat(store.finds()).isEqualTo(100);
    assertThat(secondReads("hedge")).isZero();
  }

  @Test
  void whenTheBudgetIsUsedUpNoHedgesAreMade() {
    store.beforeEachCall(() -> {
      if (Thread.currentThread().isVirtual()) { // a read that can be overtaken
        awaitUninterruptibly(letGo);
      }
    });
    FeatureStore hedged = hedged(store, 1, 0.05);

    for (int read = 0; read < 60; read++) {
      var _ =
          hedged.find(
              new Query(
                  List.of(A), Deadline.in(Duration.ofMillis(50), ticker), Consistency.NEAREST));
    }

    assertThat(secondReads("hedge")).isBetween(1.0, 3.0);
  }

  @Test
  void keysThatFailedWithAnErrorAreReadOnceMore() {
    AtomicInteger reads = new AtomicInteger();
    store.put(List.of(row(A), row(B)), deadline());
    store.failing(key -> key.equals(B) && reads.incrementAndGet() == 1, Reason.ERROR);

    List<Outcome> outcomes = hedged(store, 1, 0).find(query(A, B));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Found.class);
    assertThat(store.keysAsked()).isEqualTo(3);
    assertThat(secondReads("retry")).isEqualTo(1);
  }

  @Test
  void timeOutsAndUnreadableRowsAreNotReadAgain() {
    store.failing(Reason.TIMED_OUT);

    var _ = hedged(store, 1, 0).find(query(A, B));

    assertThat(store.finds()).isEqualTo(1);
    assertThat(secondReads("retry")).isZero();
  }

  @Test
  void aStoreThatIsDownIsAskedNoMoreThanATenthMore() {
    store.failing(Reason.ERROR);
    FeatureStore hedged = hedged(store, 0.1, 0.05);

    for (int read = 0; read < 1000; read++) {
      var _ = hedged.find(query(A));
    }

    assertThat(store.finds()).isBetween(1001L, 1100L);
  }

  /** Control: without a budget it is asked twice as much as it was before it went down. */
  @Test
  void withoutABudgetTheLoadDoubles() {
    store.failing(Reason.ERROR);
    FeatureStore hedged = hedged(store, 1, 0);

    for (int read = 0; read < 1000; read++) {
      var _ = hedged.find(query(A));
    }

    assertThat(store.finds()).isEqualTo(2000);
  }

  @Test
  void whatAGuardRefusesIsNotReadAgain() {
    Guards guards = TestGuards.of(ticker);
    FeatureStore guarded =
        new GuardedFeatureStore(store, guards.limited("s"), guards.unlimited("s-writes"));
    store.failing(Reason.ERROR);
    FeatureStore hedged = hedged(guarded, 1, 0);

    for (int read = 0; read < 1000; read++) {
      var _ = hedged.find(query(A));
    }

    assertThat(store.finds()).isEqualTo(TestGuards.CALLS);
    assertThat(secondReads("retry")).isLessThanOrEqualTo(TestGuards.CALLS);
    assertThat(guards.limited("s").reading().state()).isEqualTo(State.OPEN);
  }

  @Test
  void writesAreMadeOnce() {
    store.failing(Reason.ERROR);

    List<WriteOutcome> outcomes = hedged(store, 1, 1).put(List.of(row(A)), deadline());

    assertThat(outcomes.getFirst()).isInstanceOf(WriteOutcome.Failed.class);
    assertThat(meters.find("tiffin.store.second.reads").counters())
        .allMatch(counter -> counter.count() == 0);
  }

  private void hangOnce() {
    AtomicInteger calls = new AtomicInteger();
    store.beforeEachCall(() -> {
      if (calls.incrementAndGet() == 1) {
        awaitUninterruptibly(letGo);
      }
    });
  }

  private FeatureStore hedged(FeatureStore behind, double share, double hedgedShare) {
    return new HedgedFeatureStore(
        behind, budgets(share, hedgedShare, 1), besides, seconds(), ticker);
  }

  private static Budgets budgets(double share, double hedgedShare, long soonestMillis) {
    return new SecondReadProperties(share, hedgedShare, Duration.ofMillis(soonestMillis)).budgets();
  }

  private SecondReadMeters seconds() {
    return new SecondReadMeters(store.source(), meters, Traces.OFF);
  }

  private double secondReads(String kind) {
    return meters.get("tiffin.store.second.reads").tag("kind", kind).counter().count();
  }

  private Query query(RowKey... keys) {
    return new Query(List.of(keys), deadline(), Consistency.NEAREST);
  }

  private Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(5), ticker);
  }

  private static Row row(RowKey key) {
    return new Row(key, 1, 0, new byte[0]);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
