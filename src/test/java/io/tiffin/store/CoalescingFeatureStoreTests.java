package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome.Failed;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import io.tiffin.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescingFeatureStoreTests extends FeatureStoreContract {

  private static final Source SOURCE = new Source("SHARED");
  private static final Limits ONE_CALL = new Limits(1, 100, 8);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeTicker ticker = new FakeTicker();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore(SOURCE);
  private final CountDownLatch open = new CountDownLatch(1);
  private final List<Query> asked = new ArrayList<>();

  @Override
  protected FeatureStore open() {
    return new CoalescingFeatureStore(store, new Limits(2, 100, 10_000), executor, Traces.OFF);
  }

  @AfterEach
  void end() {
    open.countDown();
    executor.close();
  }

  @Test
  void whatIsAskedWhileACallIsUnderWayShareTheNextOne() throws Exception {
    put("a", 1);
    put("b", 2);
    CoalescingFeatureStore shared =
        new CoalescingFeatureStore(new Gated(), ONE_CALL, executor, Traces.OFF);
    CompletableFuture<List<Outcome>> first = ask(shared, Consistency.NEAREST, 5, "a");
    awaitAsked(1);
    CompletableFuture<List<Outcome>> second = ask(shared, Consistency.NEAREST, 7, "b", "none");
    CompletableFuture<List<Outcome>> third = ask(shared, Consistency.SOURCE, 6, "a", "b");
    awaitThreadsThatWait(shared, 2);
    open.countDown();

    assertThat(revisions(first.get())).containsExactly(1L);
    assertThat(revisions(second.get())).containsExactly(2L, 0L);
    assertThat(revisions(third.get())).containsExactly(1L, 2L);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).keys()).hasSize(4);
    assertThat(asked.get(1).consistency()).isEqualTo(Consistency.SOURCE);
    assertThat(asked.get(1).deadline().remainingNanos()).isEqualTo(Duration.ofSeconds(7).toNanos());
  }

  /** The control: each look-up is a call of its own where none is shared. */
  @Test
  void withoutSharingEachLookUpIsACall() throws Exception {
    Gated apart = new Gated();
    List<CompletableFuture<List<Outcome>>> lookUps =
        List.of(
            ask(apart, Consistency.NEAREST, 5, "a"),
            ask(apart, Consistency.NEAREST, 5, "b"),
            ask(apart, Consistency.SOURCE, 5, "a"));
    open.countDown();
    for (CompletableFuture<List<Outcome>> lookUp : lookUps) {
      assertThat(lookUp.get()).hasSize(1);
    }

    assertThat(asked).hasSize(3);
  }

  @Test
  void whatIsTooMuchToWaitIsRefusedAsAnError() throws Exception {
    CoalescingFeatureStore shared =
        new CoalescingFeatureStore(new Gated(), new Limits(1, 1, 1), executor, Traces.OFF);
    CompletableFuture<List<Outcome>> underWay = ask(shared, Consistency.NEAREST, 5, "a");
    awaitAsked(1);
    CompletableFuture<List<Outcome>> waiting = ask(shared, Consistency.NEAREST, 5, "b");
    awaitThreadsThatWait(shared, 1);

    assertThat(shared.find(query(Consistency.NEAREST, 5, "c", "d")))
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(((Failed) outcome).reason()).isEqualTo(Reason.ERROR));
    open.countDown();
    assertThat(underWay.get()).hasSize(1);
    assertThat(waiting.get()).hasSize(1);
  }

  private void awaitAsked(int calls) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          synchronized (asked) {
            return asked.size() >= calls;
          }
        });
  }

  private static void awaitThreadsThatWait(CoalescingFeatureStore shared, int waiting) {
    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> shared.waiting() >= waiting);
  }

  private CompletableFuture<List<Outcome>> ask(
      FeatureStore asked, Consistency consistency, int seconds, String... entities) {
    Query query = query(consistency, seconds, entities);
    return CompletableFuture.supplyAsync(() -> asked.find(query), executor);
  }

  private Query query(Consistency consistency, int seconds, String... entities) {
    List<RowKey> keys = new ArrayList<>();
    for (String entity : entities) {
      keys.add(new RowKey("v", entity));
    }
    return new Query(keys, Deadline.in(Duration.ofSeconds(seconds), ticker), consistency);
  }

  private void put(String entity, long revision) {
    Row row = new Row(new RowKey("v", entity), revision, revision, new byte[] {1});
    var _ = store.put(List.of(row), Deadline.in(Duration.ofSeconds(1), ticker));
  }

  private static List<Long> revisions(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome instanceof Outcome.Found found ? found.row().revision() : 0L)
        .toList();
  }

  /** Remembers what is asked, and answers when the gate is open. */
  private final class Gated extends ForwardingStore {

    Gated() {
      super(store);
    }

    @Override
    public List<Outcome> find(Query query) {
      synchronized (asked) {
        asked.add(query);
      }
      try {
        open.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return super.find(query);
    }
  }
}
