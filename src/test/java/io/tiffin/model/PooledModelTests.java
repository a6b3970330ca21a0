package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.trace.Traces;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PooledModelTests {

  private final FakeTicker ticker = new FakeTicker();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatedRunner runner = new GatedRunner();
  private final AtomicBoolean freed = new AtomicBoolean();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final PooledModel model = model(Duration.ofMinutes(1));

  @AfterEach
  void close() {
    runner.gate.countDown();
    model.close();
    callers.close();
  }

  @Test
  void anAnswerComesBackAndIsCounted() {
    runner.gate.countDown();

    assertThat(model.run(examples(3), inAMinute())).isEqualTo(runner.answer);

    assertThat(count("ANSWERED")).isOne();
    assertThat(registry.get("tiffin.model.batch.size").summary().totalAmount()).isEqualTo(3);
    assertThat(registry.get("tiffin.model.queue").timer().count()).isOne();
    assertThat(registry.get("tiffin.model.inference").timer().count()).isOne();
  }

  @Test
  void aDeadlineThatHasPassedIsToldWithoutACall() {
    Deadline passed = inAMinute();
    ticker.advance(Duration.ofMinutes(2));

    assertThat(reason(model.run(examples(1), passed))).isEqualTo(Reason.TIMED_OUT);

    assertThat(runner.calls).hasValue(0);
  }

  @Test
  void aCallerLeavesAtItsDeadlineThoughTheEngineHangs() {
    Inference inference = model.run(examples(1), Deadline.in(Duration.ofMillis(20), ticker));

    assertThat(reason(inference)).isEqualTo(Reason.TIMED_OUT);
    assertThat(runner.gate.getCount()).isOne();
    assertThat(count("TIMED_OUT")).isOne();
  }

  @Test
  void aCallWhoseDeadlinePassedInTheQueueIsNotRun() {
    CompletableFuture<Inference> running = call();
    awaitBegun(1);
    CompletableFuture<Inference> queued = call();
    awaitQueued(1);

    ticker.advance(Duration.ofMinutes(2));
    runner.gate.countDown();

    assertThat(reason(queued.join())).isEqualTo(Reason.TIMED_OUT);
    assertThat(running.join()).isInstanceOf(Answered.class);
    assertThat(runner.calls).hasValue(1);
  }

  @Test
  void aQueuedCallWhoseDeadlineHasNotPassedIsRun() {
    CompletableFuture<Inference> running = call();
    awaitBegun(1);
    CompletableFuture<Inference> queued = call();
    awaitQueued(1);

    runner.gate.countDown();

    assertThat(queued.join()).isInstanceOf(Answered.class);
    assertThat(running.join()).isInstanceOf(Answered.class);
    assertThat(runner.calls).hasValue(2);
  }

  @Test
  void aCallThatItsCallerAbandonedIsNotRun() {
    CompletableFuture<Inference> running = call();
    awaitBegun(1);

    Inference abandoned = model.run(examples(1), Deadline.in(Duration.ofMillis(20), ticker));
    runner.gate.countDown();
    running.join();
    model.close();

    assertThat(reason(abandoned)).isEqualTo(Reason.TIMED_OUT);
    assertThat(runner.calls).hasValue(1);
  }

  @Test
  void aFullQueueRefusesAtOnce() {
    CompletableFuture<Inference> running = call();
    awaitBegun(1);
    CompletableFuture<Inference> queued = call();
    awaitQueued(1);

    Inference refused = model.run(examples(1), inAMinute());

    assertThat(reason(refused)).isEqualTo(Reason.OVERLOADED);
    assertThat(count("OVERLOADED")).isOne();
    runner.gate.countDown();
    assertThat(running.join()).isInstanceOf(Answered.class);
    assertThat(queued.join()).isInstanceOf(Answered.class);
  }

  @Test
  void whatTheEngineThrowsIsAnErrorAndTheNextCallIsServed() {
    runner.gate.countDown();
    runner.failure = new IllegalStateException("bad kernel");

    Inference failed = model.run(examples(1), inAMinute());
    runner.failure = null;

    assertThat(failed)
        .isEqualTo(
            new Failed(Reason.ERROR, "the engine failed: bad kernel", ((Failed) failed).cause()));
    assertThat(((Failed) failed).cause()).hasMessage("bad kernel");
    assertThat(model.run(examples(1), inAMinute())).isInstanceOf(Answered.class);
  }

  @Test
  void anInterruptedCallerLeavesAndStaysInterrupted() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    CompletableFuture<Inference> left = new CompletableFuture<>();
    Thread caller =
        Thread.startVirtualThread(() -> {
          Inference inference = model.run(examples(1), inAMinute());
          interrupted.set(Thread.currentThread().isInterrupted());
          left.complete(inference);
        });
    awaitBegun(1);

    caller.interrupt();

    assertThat(reason(left.get())).isEqualTo(Reason.TIMED_OUT);
    assertThat(interrupted).isTrue();
  }

  @Test
  void closingWaitsForTheRunningCallThenFreesTheEngine() {
    CompletableFuture<Inference> running = call();
    awaitBegun(1);
    CompletableFuture<Inference> queued = call();
    awaitQueued(1);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(model::close, callers);
    await().until(() -> reason(model.run(examples(1), inAMinute())) == Reason.ERROR);
    assertThat(freed).isFalse();
    runner.gate.countDown();
    closing.join();

    assertThat(freed).isTrue();
    assertThat(running.join()).isInstanceOf(Answered.class);
    assertThat(((Failed) queued.join()).message()).isEqualTo("the model is closed");
    assertThat(runner.closed).isTrue();
  }

  @Test
  void closingLeavesTheEngineOpenIfACallHangs() {
    PooledModel impatient = model(Duration.ofMillis(20));
    CompletableFuture<Inference> hanging =
        CompletableFuture.supplyAsync(() -> impatient.run(examples(1), inAMinute()), callers);
    awaitBegun(1);

    impatient.close();

    assertThat(freed).isFalse();
    assertThat(runner.closed).isFalse();
    runner.gate.countDown();
    assertThat(hanging.join()).isInstanceOf(Answered.class);
  }

  private PooledModel model(Duration patience) {
    return new PooledModel(
        TestManifests.complete(),
        new PoolSize(1, 1),
        () -> runner,
        () -> freed.set(true),
        new ModelMeters(registry, TestManifests.complete()),
        Traces.OFF,
        ticker,
        patience);
  }

  private CompletableFuture<Inference> call() {
    return CompletableFuture.supplyAsync(() -> model.run(examples(1), inAMinute()), callers);
  }

  private Deadline inAMinute() {
    return Deadline.in(Duration.ofMinutes(1), ticker);
  }

  private void awaitBegun(int calls) {
    await().until(() -> runner.calls.get() == calls);
  }

  private void awaitQueued(int calls) {
    await().until(() -> model.waiting() == calls);
  }

  private double count(String outcome) {
    return registry.get("tiffin.model.calls").tag("outcome", outcome).counter().count();
  }

  private static Reason reason(Inference inference) {
    return ((Failed) inference).reason();
  }

  private static Examples examples(int rows) {
    return new Examples(TestManifests.complete().inputs(), rows);
  }

  /** An engine whose calls hang until its gate is open. */
  private static final class GatedRunner implements Runner {

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final Answered answer = new Answered(new float[4], new float[3]);
    private volatile RuntimeException failure;
    private volatile boolean closed;

    @Override
    public Inference run(Examples examples) throws InterruptedException {
      calls.incrementAndGet();
      gate.await();
      if (failure != null) {
        throw failure;
      }
      return answer;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
