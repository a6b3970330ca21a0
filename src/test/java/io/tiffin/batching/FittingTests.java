package io.tiffin.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.batching.MicroBatcher.Result;
import io.tiffin.batching.MicroBatcher.Result.TimedOut;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How items go together into calls that take longer the more they are given; an item is its weight.
 */
class FittingTests {

  private static final Duration ENGINE = Duration.ofSeconds(10);
  private static final Duration PER_ITEM = Duration.ofSeconds(1);

  private final FakeTicker ticker = new FakeTicker();
  private final HeldCalls calls = new HeldCalls();
  private final LatencyFit expected = new LatencyFit();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    calls.answerAll();
    callers.shutdownNow();
  }

  @Test
  void aBatchStaysWithinItsWeightAndLighterOnesPassWhatDoesNotFit() {
    MicroBatcher<Integer, String> batcher = batcher(10, Integer.MAX_VALUE);

    queue(batcher, 1, 4, 5, 3, 1, 9);
    calls.answer(0);
    calls.answer(1);
    calls.answer(2);

    assertThat(calls.items(1)).containsExactly(4, 5, 1);
    assertThat(calls.items(2)).containsExactly(3);
    assertThat(calls.items(3)).containsExactly(9);
  }

  @Test
  void oneAsHeavyAsABatchTakesAlongWhatFitsIntoAnother() {
    MicroBatcher<Integer, String> batcher = batcher(10, Integer.MAX_VALUE);

    queue(batcher, 1, 1000, 1000, 2, 3, 1000, 6, 4);
    calls.answer(0);
    calls.answer(1);

    assertThat(calls.items(1)).containsExactly(1000, 2, 3, 4);
    assertThat(calls.items(2)).containsExactly(1000, 6);
  }

  @Test
  void aHeavyOneIsNotPassedOverForEver() {
    MicroBatcher<Integer, String> batcher = batcher(10, Integer.MAX_VALUE);

    queue(batcher, 1, 2, 1000, 9, 9, 9, 9);
    calls.answer(0);
    calls.answer(1);

    assertThat(calls.items(1)).containsExactly(2);
    assertThat(calls.items(2)).containsExactly(1000, 9);
  }

  @Test
  void oneItemPerCallIsNoBatching() {
    MicroBatcher<Integer, String> batcher = batcher(10, 1);

    queue(batcher, 1, 1, 1000, 1);
    calls.answer(0);
    calls.answer(1);
    calls.answer(2);

    assertThat(calls.items(1)).containsExactly(1);
    assertThat(calls.items(2)).containsExactly(1000);
    assertThat(calls.items(3)).containsExactly(1);
  }

  @Test
  void aBatchGrowsNoFurtherThanWhatAllInItCanWaitFor() {
    learn();
    MicroBatcher<Integer, String> batcher = batcher(100, Integer.MAX_VALUE);

    queue(batcher, 1);
    var _ = queue(batcher, Duration.ofSeconds(30), 10); // 20 s alone
    var _ = queue(batcher, Duration.ofHours(1), 8, 3, 2);
    calls.answer(0);
    calls.answer(1);

    assertThat(calls.items(1)).containsExactly(10, 8, 2);
    assertThat(calls.items(2)).containsExactly(3);
  }

  @Test
  void whoCannotWaitForTheWholeBatchIsNotPutIntoIt() {
    learn();
    MicroBatcher<Integer, String> batcher = batcher(100, Integer.MAX_VALUE);

    queue(batcher, 1, 50);
    var _ = queue(batcher, Duration.ofSeconds(30), 10);
    queue(batcher, 20);
    calls.answer(0);
    calls.answer(1);

    assertThat(calls.items(1)).containsExactly(50, 20);
    assertThat(calls.items(2)).containsExactly(10);
  }

  /** Control: nothing is known of the calls, and nobody is spared. */
  @Test
  void whereNothingIsExpectedBatchesGrowToTheirWeight() {
    MicroBatcher<Integer, String> batcher = batcher(100, Integer.MAX_VALUE);

    queue(batcher, 1, 50);
    var _ = queue(batcher, Duration.ofSeconds(30), 10);
    queue(batcher, 20);
    calls.answer(0);

    assertThat(calls.items(1)).containsExactly(50, 10, 20);
  }

  @Test
  void whatCannotEndInTimeIsToldAtOnceAndNotAsked() {
    learn();
    MicroBatcher<Integer, String> batcher = batcher(100, Integer.MAX_VALUE);

    Result<String> result = batcher.submit(10, Deadline.in(Duration.ofSeconds(19), ticker));

    assertThat(result).isEqualTo(new TimedOut<>(true));
    assertThat(calls.begun()).isZero();
  }

  /** Control: the same one, when nothing is known of the calls. */
  @Test
  void whereNothingIsExpectedItIsAsked() {
    MicroBatcher<Integer, String> batcher = batcher(100, Integer.MAX_VALUE);

    var _ = callers.submit(() -> batcher.submit(10, Deadline.in(Duration.ofSeconds(19), ticker)));

    await().until(() -> calls.begun() == 1);
  }

  @Test
  void whatCannotEndInTimeAnyMoreIsToldWhenItWouldBeAsked() throws Exception {
    learn();
    MicroBatcher<Integer, String> batcher = batcher(100, Integer.MAX_VALUE);
    queue(batcher, 1);
    Future<Result<String>> late = queue(batcher, Duration.ofMinutes(1), 10);
    var _ = queue(batcher, Duration.ofMinutes(2), 3);

    ticker.advance(Duration.ofMinutes(1).minusSeconds(19));
    learn();
    calls.answer(0);

    assertThat(late.get()).isEqualTo(new TimedOut<>(true));
    assertThat(calls.items(1)).containsExactly(3);
  }

  @Test
  void whereAllIsHopelessTheNextIsTriedAfterAWhile() {
    for (int call = 0; call < LatencyFit.CALLS; call++) {
      expected.ran(1, Duration.ofSeconds(9).toNanos(), ticker.nanos());
    }
    MicroBatcher<Integer, String> batcher = batcher(100, Integer.MAX_VALUE);
    Duration budget = Duration.ofSeconds(2);

    assertThat(batcher.submit(1, Deadline.in(budget, ticker))).isEqualTo(new TimedOut<>(true));
    ticker.advance(LatencyFit.LASTS.plusNanos(1));
    var _ = callers.submit(() -> batcher.submit(1, Deadline.in(budget, ticker)));

    await().until(() -> calls.begun() == 1);
  }

  private MicroBatcher<Integer, String> batcher(int weight, int items) {
    return new MicroBatcher<>(
        calls, item -> item, new Limits(1, weight, 1000), new Fitting(items, expected, ticker));
  }

  private void queue(MicroBatcher<Integer, String> batcher, Integer... items) {
    var _ = queue(batcher, Duration.ofHours(1), items);
  }

  /** Lets callers come one after another; the first finds the way free. Gives the last's result. */
  private Future<Result<String>> queue(
      MicroBatcher<Integer, String> batcher, Duration budget, Integer... items) {
    Future<Result<String>> last = null;
    for (int item : items) {
      boolean isFree = calls.begun() == 0;
      int before = batcher.queued();
      last = callers.submit(() -> batcher.submit(item, Deadline.in(budget, ticker)));
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> isFree ? calls.begun() == 1 : batcher.queued() == before + 1);
    }
    return last;
  }

  private void learn() {
    for (int call = 0; call < LatencyFit.CALLS; call++) {
      int weight = 1 + call % 20;
      expected.ran(weight, ENGINE.plus(PER_ITEM.multipliedBy(weight)).toNanos(), ticker.nanos());
    }
  }
}
