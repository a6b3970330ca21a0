package io.tiffin.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.batching.MicroBatcher.Result;
import io.tiffin.batching.MicroBatcher.Result.Answered;
import io.tiffin.batching.MicroBatcher.Result.Failed;
import io.tiffin.batching.MicroBatcher.Result.Refused;
import io.tiffin.batching.MicroBatcher.Result.TimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The promises of the batcher, with calls that the test ends itself. */
class MicroBatcherTests {

  private static final Limits ONE_CALL = new Limits(1, 100, 1000);

  private final FakeTicker ticker = new FakeTicker();
  private final HeldCalls calls = new HeldCalls();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    calls.answerAll();
    callers.shutdownNow();
  }

  @Test
  void whatComesWhileACallIsUnderWayGoesIntoTheNextOneInOrder() throws Exception {
    MicroBatcher<Integer, String> batcher = new MicroBatcher<>(calls, _ -> 1, ONE_CALL);

    List<Future<Result<String>>> results = new ArrayList<>();
    results.add(submit(batcher, 0));
    await().until(() -> calls.begun() == 1);
    for (int item = 1; item <= 20; item++) {
      results.add(submit(batcher, item));
      awaitQueued(batcher, item);
    }
    calls.answer(0);
    calls.answer(1);

    assertThat(calls.items(0)).containsExactly(0);
    assertThat(calls.items(1)).hasSize(20).isSorted();
    for (int item = 0; item <= 20; item++) {
      assertThat(results.get(item).get()).isEqualTo(new Answered<>("answer " + item));
    }
  }

  @Test
  void aBatchIsNotAddedToOnceItWeighsEnough() throws Exception {
    MicroBatcher<Integer, String> batcher =
        new MicroBatcher<>(calls, item -> item, new Limits(1, 10, 1000));

    var _ = submit(batcher, 1);
    await().until(() -> calls.begun() == 1);
    List.of(4, 5, 9, 1, 0)
        .forEach(item -> {
          int before = batcher.queued();
          var _ = submit(batcher, item);
          awaitQueued(batcher, before + 1);
        });
    calls.answer(0);
    calls.answer(1);

    assertThat(calls.items(1)).containsExactly(4, 5, 9);
    assertThat(calls.items(2)).containsExactly(1, 0);
  }

  @Test
  void asManyCallsAreUnderWayAsMayBe() {
    MicroBatcher<Integer, String> batcher =
        new MicroBatcher<>(calls, _ -> 1, new Limits(3, 1, 1000));

    for (int item = 0; item < 10; item++) {
      var _ = submit(batcher, item);
    }
    awaitQueued(batcher, 7);

    assertThat(calls.begun()).isEqualTo(3);
  }

  @Test
  void whoFindsTheQueueFullIsRefusedAndWhoGivesUpMakesRoom() throws Exception {
    MicroBatcher<Integer, String> batcher =
        new MicroBatcher<>(calls, _ -> 1, new Limits(1, 100, 2));
    var _ = submit(batcher, 0);
    await().until(() -> calls.begun() == 1);
    Future<Result<String>> late = submit(batcher, 1, Duration.ofMillis(30));
    awaitQueued(batcher, 1);
    var _ = submit(batcher, 2);
    awaitQueued(batcher, 2);

    Result<String> refused = batcher.submit(3, deadline());
    ticker.advance(Duration.ofMillis(30));

    assertThat(refused).isEqualTo(new Refused<>());
    assertThat(late.get()).isEqualTo(new TimedOut<>());
    assertThat(batcher.queued()).isEqualTo(1);
    var _ = submit(batcher, 4);
    awaitQueued(batcher, 2);
    calls.answer(0);
    assertThat(calls.items(1)).containsExactly(2, 4);
  }

  @Test
  void whatIsTooLateIsNotSent() throws Exception {
    MicroBatcher<Integer, String> batcher = new MicroBatcher<>(calls, _ -> 1, ONE_CALL);
    var _ = submit(batcher, 0);
    await().until(() -> calls.begun() == 1);
    Future<Result<String>> late = submit(batcher, 1, Duration.ofHours(1));
    awaitQueued(batcher, 1);
    var _ = submit(batcher, 2);
    awaitQueued(batcher, 2);

    ticker.advance(Duration.ofHours(1));
    calls.answer(0);

    assertThat(calls.items(1)).containsExactly(2);
    assertThat(batcher.queued()).isZero();
    late.cancel(true);
  }

  @Test
  void whoIsLateAlreadyAsksNothing() {
    MicroBatcher<Integer, String> batcher = new MicroBatcher<>(calls, _ -> 1, ONE_CALL);

    Result<String> result = batcher.submit(1, Deadline.in(Duration.ZERO, ticker));

    assertThat(result).isEqualTo(new TimedOut<>());
    assertThat(calls.begun()).isZero();
  }

  @Test
  void anInterruptIsKeptAndMakesRoom() throws Exception {
    MicroBatcher<Integer, String> batcher = new MicroBatcher<>(calls, _ -> 1, ONE_CALL);
    var _ = submit(batcher, 0);
    await().until(() -> calls.begun() == 1);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread caller =
        Thread.startVirtualThread(() -> {
          var _ = batcher.submit(1, deadline());
          flag.complete(Thread.currentThread().isInterrupted());
        });
    awaitQueued(batcher, 1);

    caller.interrupt();

    assertThat(flag.get()).isTrue();
    assertThat(batcher.queued()).isZero();
  }

  @Test
  void whoIsInterruptedAlreadyAsksNothing() {
    MicroBatcher<Integer, String> batcher = new MicroBatcher<>(calls, _ -> 1, ONE_CALL);

    Thread.currentThread().interrupt();
    Result<String> result = batcher.submit(1, deadline());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(new TimedOut<>());
    assertThat(calls.begun()).isZero();
  }

  @Test
  void anyThrowableOfACallFailsItsBatchOnly() {
    AtomicInteger count = new AtomicInteger();
    Error broken = new NoClassDefFoundError("broken");
    IllegalStateException failure = new IllegalStateException("down");
    MicroBatcher<Integer, String> batcher =
        new MicroBatcher<>(
            items ->
                switch (count.incrementAndGet()) {
                  case 1 -> throw broken;
                  case 2 -> throw failure;
                  case 3 ->
                      CompletableFuture.<List<String>>failedFuture(failure)
                          .thenApply(same -> same); // wraps it
                  case 4 -> null;
                  case 5 -> CompletableFuture.completedFuture(List.of());
                  default -> HeldCalls.answers(items);
                },
            _ -> 1,
            ONE_CALL);

    assertThat(batcher.submit(1, deadline())).isEqualTo(new Failed<>(broken));
    assertThat(batcher.submit(2, deadline())).isEqualTo(new Failed<>(failure));
    assertThat(batcher.submit(3, deadline())).isEqualTo(new Failed<>(failure));
    assertThat(batcher.submit(4, deadline())).isInstanceOf(Failed.class);
    assertThat(batcher.submit(5, deadline())).isInstanceOf(Failed.class);
    assertThat(batcher.submit(6, deadline())).isEqualTo(new Answered<>("answer 6"));
  }

  @Test
  void anItemThatCannotBeWeighedFailsAlone() {
    MicroBatcher<Integer, String> batcher =
        new MicroBatcher<>(HeldCalls::answers, item -> 10 / item, ONE_CALL);

    assertThat(batcher.submit(0, deadline()))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(ArithmeticException.class));
    assertThat(batcher.submit(1, deadline())).isEqualTo(new Answered<>("answer 1"));
    assertThat(batcher.queued()).isZero();
  }

  @Test
  void callsThatCompleteAtOnceAreNotNested() throws Exception {
    AtomicInteger depth = new AtomicInteger();
    AtomicInteger deepest = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<List<String>> first = new CompletableFuture<>();
    MicroBatcher<Integer, String> batcher =
        new MicroBatcher<>(
            items -> {
              if (begun.getCount() > 0) {
                begun.countDown();
                return first;
              }
              deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
              try {
                return HeldCalls.answers(items);
              } finally {
                depth.decrementAndGet();
              }
            },
            _ -> 1,
            new Limits(1, 1, 100_000));
    Future<Result<String>> held = submit(batcher, 0);
    begun.await();
    List<Future<Result<String>>> results = new ArrayList<>();
    for (int item = 1; item <= 20_000; item++) {
      results.add(submit(batcher, item));
    }
    awaitQueued(batcher, 20_000);

    first.complete(List.of("answer 0")); // everything runs on this thread: deep if it were nested

    assertThat(held.get()).isEqualTo(new Answered<>("answer 0"));
    for (int item = 1; item <= 20_000; item++) {
      assertThat(results.get(item - 1).get()).isEqualTo(new Answered<>("answer " + item));
    }
    assertThat(deepest).hasValue(1);
  }

  /** Control: calls that begin the next one when they complete. */
  @Test
  void begunByOneAnotherTheyNestAsDeepAsThereAreItems() {
    AtomicInteger depth = new AtomicInteger();

    assertThat(deepest(200, depth)).isEqualTo(200);
  }

  private static int deepest(int items, AtomicInteger depth) {
    int deepest = depth.incrementAndGet();
    if (items > 1) {
      AtomicInteger below = new AtomicInteger();
      HeldCalls.answers(List.of(items))
          .whenComplete((answers, failure) -> below.set(deepest(items - 1, depth)));
      deepest = below.get();
    }
    depth.decrementAndGet();
    return deepest;
  }

  @Test
  void aBlockingCallRunsOnItsOwnThreads() {
    try (ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "pool"))) {
      MicroBatcher<Integer, String> batcher =
          new MicroBatcher<>(
              MicroBatcher.BatchCall.blocking(
                  pool,
                  items -> items.stream().map(_ -> Thread.currentThread().getName()).toList()),
              _ -> 1,
              new Limits(2, 32, 256));

      assertThat(batcher.submit(1, deadline())).isEqualTo(new Answered<>("pool"));
      pool.shutdown();
      assertThat(batcher.submit(2, deadline()))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.cause()).isInstanceOf(RejectedExecutionException.class));
    }
  }

  private Deadline deadline() {
    return Deadline.in(Duration.ofHours(9), ticker);
  }

  private Future<Result<String>> submit(MicroBatcher<Integer, String> batcher, int item) {
    return submit(batcher, item, Duration.ofHours(9));
  }

  private Future<Result<String>> submit(
      MicroBatcher<Integer, String> batcher, int item, Duration budget) {
    Deadline deadline = Deadline.in(budget, ticker);
    return callers.submit(() -> batcher.submit(item, deadline));
  }

  private static void awaitQueued(MicroBatcher<?, ?> batcher, int items) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> batcher.queued() == items);
  }
}
