package io.tiffin.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.guard.GuardedCall.Admitted;
import io.tiffin.guard.GuardedCall.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTests {

  private final FakeTicker ticker = new FakeTicker();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Guards guards = TestGuards.of(ticker, meters);
  private final Guard guard = guards.limited("redis");

  @Test
  void whatFailsIsNotAskedAnyMore() {
    fail(TestGuards.CALLS);

    GuardedCall refused = enter();

    assertThat(guard.reading()).isEqualTo(new GuardReading("redis", State.OPEN, 1, 1, 0));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Refused.class, call -> assertThat(Guard.isRefusal(call.cause())).isTrue());
  }

  /** Control: what answers half of the time and more is asked on. */
  @Test
  void aFewFailuresStopNothing() {
    for (int call = 0; call < 100; call++) {
      admitted().answered();
      admitted().answered();
      admitted().failed(null);
    }

    assertThat(guard.reading().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatHealsIsAskedAgainAfterATrial() {
    fail(TestGuards.CALLS);
    ticker.advance(TestGuards.WAIT.plusNanos(1));

    for (int trial = 0; trial < TestGuards.TRIALS; trial++) {
      admitted().answered();
    }

    assertThat(guard.reading()).isEqualTo(new GuardReading("redis", State.CLOSED, 1, 0, 0));
    assertThat(transitions("open")).isEqualTo(1);
    assertThat(transitions("half_open")).isEqualTo(1);
    assertThat(transitions("closed")).isEqualTo(1);
  }

  @Test
  void onTrialOnlyAFewCallsAreLetThrough() {
    fail(TestGuards.CALLS);
    ticker.advance(TestGuards.WAIT.plusNanos(1));

    List<GuardedCall> calls = new ArrayList<>();
    for (int call = 0; call < 2 * TestGuards.TRIALS; call++) {
      calls.add(enter());
    }

    assertThat(calls).filteredOn(Refused.class::isInstance).hasSize(TestGuards.TRIALS);
    assertThat(guard.reading().state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void aTrialThatTellsNothingIsGivenToAnother() {
    fail(TestGuards.CALLS);
    ticker.advance(TestGuards.WAIT.plusNanos(1));

    for (int call = 0; call < 100; call++) {
      admitted().ignored();
    }
    for (int trial = 0; trial < TestGuards.TRIALS; trial++) {
      admitted().answered();
    }

    assertThat(guard.reading().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aTrialThatFailsStopsTheCallsAgain() {
    fail(TestGuards.CALLS);
    ticker.advance(TestGuards.WAIT.plusNanos(1));

    fail(TestGuards.TRIALS);

    assertThat(guard.reading().state()).isEqualTo(State.OPEN);
    assertThat(guard.reading().opened()).isEqualTo(1);
    assertThat(transitions("open")).isEqualTo(2);
  }

  @Test
  void aCallIsLateForATierOnlyIfItHadAFairShareOfTheLimit() {
    Duration unfair = TestGuards.LIMIT.dividedBy(2).minusNanos(1);
    for (int call = 0; call < 100; call++) {
      ((Admitted) guard.enter(Deadline.in(unfair, ticker))).late();
    }
    State afterUnfair = guard.reading().state();
    for (int call = 0; call < TestGuards.CALLS; call++) {
      ((Admitted) guard.enter(Deadline.in(unfair.plusNanos(1), ticker))).late();
    }

    assertThat(afterUnfair).isEqualTo(State.CLOSED);
    assertThat(guard.reading().state()).isEqualTo(State.OPEN);
  }

  @Test
  void aCallHasTheTimeLimitOrItsCallersDeadline() {
    Deadline later = Deadline.in(TestGuards.LIMIT.multipliedBy(2), ticker);
    Deadline sooner = Deadline.in(TestGuards.LIMIT.dividedBy(2), ticker);

    assertThat(((Admitted) guard.enter(later)).deadline().remainingNanos())
        .isEqualTo(TestGuards.LIMIT.toNanos());
    assertThat(((Admitted) guard.enter(sooner)).deadline()).isEqualTo(sooner);
    assertThat(((Admitted) guards.unlimited("rocksdb").enter(later)).deadline()).isEqualTo(later);
  }

  @Test
  void oneCallTooManyIsRefusedUntilAnotherEnds() {
    List<Admitted> calls = new ArrayList<>();
    for (int place = 0; place < TestGuards.PLACES; place++) {
      calls.add(admitted());
    }

    GuardedCall tooMany = enter();
    int underWay = guard.reading().underWay();
    calls.getFirst().ignored();

    assertThat(tooMany)
        .isInstanceOfSatisfying(
            Refused.class, call -> assertThat(Guard.isRefusal(call.cause())).isTrue());
    assertThat(underWay).isEqualTo(TestGuards.PLACES);
    assertThat(enter()).isInstanceOf(Admitted.class);
  }

  @Test
  void aGuardIsMadeOnceAndReadByItsName() {
    assertThat(guards.reading("redis")).hasValue(guard.reading());
    assertThat(guards.reading("model")).isEmpty();
    assertThat(guards.limited("redis")).isSameAs(guard);
  }

  private void fail(int calls) {
    for (int call = 0; call < calls; call++) {
      admitted().failed(new IllegalStateException("down"));
    }
  }

  private Admitted admitted() {
    return (Admitted) enter();
  }

  private GuardedCall enter() {
    return guard.enter(Deadline.in(Duration.ofSeconds(1), ticker));
  }

  private double transitions(String to) {
    return meters.get("tiffin.guard.transitions").tag("to", to).counter().count();
  }
}
