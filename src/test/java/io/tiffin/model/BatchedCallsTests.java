package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that share one of the engine, and get what is theirs. */
class BatchedCallsTests {

  private static final int CALLERS = 64;

  private final FakeTicker ticker = new FakeTicker();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EchoRunner runner = new EchoRunner(ticker);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private PooledModel model = model(new PoolSize(1, 1_000));

  @AfterEach
  void close() {
    runner.open();
    model.close();
    callers.close();
  }

  @Test
  void sixtyFourCallersNeedTwoCallsOfTheEngine() throws Exception {
    List<Future<Inference>> answers = queueBehindOne(CALLERS - 1, 1);

    runner.open();

    assertEachHasItsOwn(answers);
    assertThat(runner.rows()).containsExactly(1, CALLERS - 1);
    assertThat(summary("tiffin.model.batch.calls").max()).isEqualTo(CALLERS - 1);
    assertThat(summary("tiffin.model.batch.size").totalAmount()).isEqualTo(CALLERS);
    assertThat(registry.get("tiffin.model.queue").timer().count()).isEqualTo(CALLERS);
  }

  /** Control: without batching each call is one of the engine. */
  @Test
  void withoutBatchingTheyNeedOneEach() throws Exception {
    use(new PoolSize(1, 1_000, false, 256));
    List<Future<Inference>> answers = queueBehindOne(CALLERS - 1, 1);

    runner.open();

    assertEachHasItsOwn(answers);
    assertThat(runner.rows()).hasSize(CALLERS).containsOnly(1);
  }

  @Test
  void callsOfSeveralRowsAreSplitWhereTheyWereJoined() throws Exception {
    List<Future<Inference>> answers = new ArrayList<>(queueBehindOne(0, 1));
    for (int rows = 1; rows <= 10; rows++) {
      answers.add(queue(100 * rows, rows));
    }

    runner.open();

    assertEachHasItsOwn(answers);
    assertThat(runner.rows()).containsExactly(1, 55);
  }

  @Test
  void aLargeCallNeitherWaitsForEverNorKeepsSmallOnesWaiting() throws Exception {
    List<Future<Inference>> answers = new ArrayList<>(queueBehindOne(0, 1));
    for (int large = 0; large < 5; large++) {
      answers.add(queue(10_000 * (large + 1), 1000));
    }
    answers.add(queue(5, 7));

    runner.open();

    assertEachHasItsOwn(answers);
    assertThat(runner.rows()).containsExactly(1, 1007, 1000, 1000, 1000, 1000);
  }

  @Test
  void whatTheEngineChokesOnFailsAlone() throws Exception {
    List<Future<Inference>> answers = new ArrayList<>(queueBehindOne(3, 1));
    Future<Inference> poison = queue(EchoRunner.POISON, 1);
    answers.add(queue(77, 2));

    runner.open();

    assertThat(reason(poison.get())).isEqualTo(Reason.ERROR);
    assertEachHasItsOwn(answers);
    assertThat(runner.rows()).containsExactly(1, 6, 1, 1, 1, 1, 2);
  }

  /** Control: what would happen to all of them. */
  @Test
  void theJoinedCallOfThemFails() {
    runner.open();
    Examples joined =
        Examples.joined(List.of(examples(1, 1), examples(EchoRunner.POISON, 1), examples(3, 1)));

    assertThat(model.run(joined, inAMinute())).isInstanceOf(Failed.class);
  }

  @Test
  void anAnswerThatCannotBeSplitIsAskedForOneByOne() throws Exception {
    runner.miscountsAbove = 1;
    List<Future<Inference>> answers = queueBehindOne(3, 1);

    runner.open();

    assertEachHasItsOwn(answers);
    assertThat(runner.rows()).containsExactly(1, 3, 1, 1, 1);
  }

  @Test
  void whatCannotBeAnsweredInTimeIsNotRun() {
    runner.open();
    runner.takes = Duration.ofMillis(40);
    for (int call = 0; call < 64; call++) {
      assertThat(model.run(examples(1, 1), inAMinute())).isInstanceOf(Answered.class);
    }

    Inference hopeless = model.run(examples(1, 1), Deadline.in(Duration.ofMillis(39), ticker));

    assertThat(hopeless)
        .isEqualTo(
            new Failed(Reason.TIMED_OUT, "the model could not answer by the deadline", null));
    assertThat(runner.rows()).hasSize(64);
    assertThat(registry.get("tiffin.model.hopeless").counter().count()).isOne();
    assertThat(registry.get("tiffin.model.expected.constant").gauge().value()).isEqualTo(0.04);
    assertThat(registry.get("tiffin.model.expected.per.order").gauge().value()).isZero();
  }

  /** Control: it is run as long as nothing says that it will be late. */
  @Test
  void withoutThatKnowledgeItIsRun() {
    runner.open();
    runner.takes = Duration.ofMillis(40);

    var _ = model.run(examples(1, 1), Deadline.in(Duration.ofMillis(39), ticker));

    assertThat(runner.rows()).hasSize(1);
  }

  @Test
  void aCallInTheQueueIsToldThatTheModelWasClosed() throws Exception {
    List<Future<Inference>> answers = queueBehindOne(3, 1);

    Future<?> closing = callers.submit(model::close);
    await().until(() -> reason(model.run(examples(1, 1), inAMinute())) == Reason.ERROR);
    runner.open();
    closing.get();

    assertThat(answers.getFirst().get()).isInstanceOf(Answered.class);
    for (Future<Inference> queued : answers.subList(1, 4)) {
      assertThat(queued.get()).isEqualTo(new Failed(Reason.ERROR, "the model is closed", null));
    }
    assertThat(runner.rows()).containsExactly(1);
  }

  @Test
  void closingLeavesNoMeterBehind() {
    assertThat(registry.getMeters()).hasSizeGreaterThan(8).allMatch(BatchedCallsTests::isOfModel);

    model.close();

    assertThat(registry.getMeters()).isEmpty();
  }

  private static boolean isOfModel(Meter meter) {
    return "eta".equals(meter.getId().getTag("model"))
        && "1".equals(meter.getId().getTag("version"));
  }

  private void use(PoolSize size) {
    model.close();
    model = model(size);
  }

  private PooledModel model(PoolSize size) {
    return new PooledModel(
        TestManifests.complete(),
        size,
        () -> runner,
        () -> {},
        new ModelMeters(registry, TestManifests.complete()),
        Traces.OFF,
        ticker,
        Duration.ofMinutes(1));
  }

  /** One call that holds the engine, and others behind it. */
  private List<Future<Inference>> queueBehindOne(int calls, int rows) {
    List<Future<Inference>> answers = new ArrayList<>();
    answers.add(ask(0, 1));
    await().until(() -> runner.rows().size() == 1);
    for (int call = 1; call <= calls; call++) {
      answers.add(queue(call, rows));
    }
    return answers;
  }

  private Future<Inference> queue(int mark, int rows) {
    int before = model.waiting();
    Future<Inference> answer = ask(mark, rows);
    await().pollInterval(Duration.ofMillis(1)).until(() -> model.waiting() == before + 1);
    return answer;
  }

  private Future<Inference> ask(int mark, int rows) {
    return callers.submit(() -> {
      Inference inference = model.run(examples(mark, rows), inAMinute());
      if (inference instanceof Answered(float[] minutes, float[] legs)) {
        assertThat(minutes).isEqualTo(EchoRunner.minutes(examples(mark, rows)));
        assertThat(legs).isEqualTo(EchoRunner.legs(examples(mark, rows)));
      }
      return inference;
    });
  }

  private static void assertEachHasItsOwn(List<Future<Inference>> answers) throws Exception {
    for (Future<Inference> answer : answers) {
      assertThat(answer.get()).isInstanceOf(Answered.class);
    }
  }

  private static Examples examples(int mark, int rows) {
    Examples examples = new Examples(TestManifests.complete().inputs(), rows);
    for (int row = 0; row < rows; row++) {
      examples.set(0, row, 0, (float) (mark + row));
      examples.set(1, row, 1, (long) (mark - row));
    }
    return examples;
  }

  private Deadline inAMinute() {
    return Deadline.in(Duration.ofMinutes(1), ticker);
  }

  private DistributionSummary summary(String name) {
    return registry.get(name).summary();
  }

  private static Reason reason(Inference inference) {
    return ((Failed) inference).reason();
  }
}
