package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.estimate.FakeModel;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.guard.TestGuards;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuardedModelTests {

  private final FakeTicker ticker = new FakeTicker();
  private final Guard guard = TestGuards.of(ticker).limited("model");
  private final FakeModel model = new FakeModel();
  private final Model guarded = new GuardedModel(model, guard);

  @Test
  void aModelThatFailsIsNotRunAnyMore() {
    model.failing(Reason.ERROR);

    runOften();

    assertThat(model.calls()).hasSize(TestGuards.CALLS);
    assertThat(run())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.ERROR);
              assertThat(Guard.isRefusal(failed.cause())).isTrue();
            });
  }

  @Test
  void aSlowModelCostsItsLimitAFewTimesAndThenNothing() {
    model.beforeEachCall(deadline -> ticker.advance(TestGuards.LIMIT));

    runOften();

    assertThat(model.calls()).hasSize(TestGuards.CALLS);
    assertThat(ticker.nanos()).isEqualTo(TestGuards.LIMIT.multipliedBy(TestGuards.CALLS).toNanos());
  }

  /** Control: without the guard every call costs all the time that its caller has. */
  @Test
  void unguardedASlowModelCostsEveryCallerItsTime() {
    model.beforeEachCall(deadline -> ticker.advance(Duration.ofNanos(deadline.remainingNanos())));

    for (int call = 0; call < 50; call++) {
      var _ = model.run(examples(), deadline());
    }

    assertThat(ticker.nanos()).isEqualTo(Duration.ofMillis(200).multipliedBy(50).toNanos());
  }

  @Test
  void aModelThatHealsIsRunAgain() {
    model.failing(Reason.ERROR);
    runOften();
    model.failing(null);

    ticker.advance(TestGuards.WAIT.plusNanos(1));
    runOften();

    assertThat(guard.reading().state()).isEqualTo(State.CLOSED);
    assertThat(run()).isInstanceOf(Answered.class);
  }

  @Test
  void aFullQueueSaysNothingAboutTheModel() {
    model.failing(Reason.OVERLOADED);

    runOften();

    assertThat(guard.reading().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aModelThatBreaksAgainstItsContractIsAFailure() {
    IllegalStateException bug = new IllegalStateException("bug");
    model.beforeEachCall(deadline -> {
      throw bug;
    });

    assertThat(run())
        .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.cause()).isSameAs(bug));
    assertThat(guard.reading().underWay()).isZero();
  }

  private void runOften() {
    for (int call = 0; call < 50; call++) {
      var _ = run();
    }
  }

  private Inference run() {
    return guarded.run(examples(), deadline());
  }

  private Examples examples() {
    return new Examples(model.manifest().inputs(), 1);
  }

  private Deadline deadline() {
    return Deadline.in(Duration.ofMillis(200), ticker);
  }
}
