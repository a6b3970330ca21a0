package io.tiffin.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.batching.LatencyFit.Line;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class LatencyFitTests {

  private static final long SOME = 1_000;

  private final LatencyFit fit = new LatencyFit();
  private final SplittableRandom random = new SplittableRandom(7);
  private long now;

  @Test
  void theLineThroughCallsOfAllSizesIsFound() {
    run(100, _ -> random.nextInt(1, 200), weight -> 40_000 + 300L * weight + noise(2_000));

    assertThat(fit.line().perItemNanos()).isCloseTo(300, within(30.0));
    assertThat(fit.line().constantNanos()).isCloseTo(40_000, within(3_000.0));
    assertThat(fit.expectedNanos(300, now)).isCloseTo(130_000L, within(10_000L));
  }

  @Test
  void callsInWhichTheMachineStalledAreLeftOut() {
    run(
        100,
        call -> call % 8 + 1,
        weight -> 40_000 + 300L * weight + (weight == 5 ? 50_000_000 : 0));

    assertThat(fit.expectedNanos(8, now)).isCloseTo(42_400L, within(1_000L));
  }

  /** Control: what the mean of the same calls would say. */
  @Test
  void withThemTheLineWouldBeFarOff() {
    assertThat(40_000 + 300L * 8 + 50_000_000 / 8).isGreaterThan(6_000_000);
  }

  @Test
  void aModelThatBecameSlowerIsFoundOut() {
    run(200, call -> call % 8 + 1, weight -> 40_000 + 300L * weight);
    run(LatencyFit.CALLS, call -> call % 8 + 1, weight -> 400_000 + 3_000L * weight);

    assertThat(fit.expectedNanos(16, now)).isCloseTo(448_000L, within(1_000L));
  }

  @Test
  void aFewLargeCallsTellWhatOneMoreCosts() {
    run(64, call -> call % 16 == 0 ? 1_000 : 1, weight -> 40_000 + 300L * weight);

    assertThat(fit.expectedNanos(500, now)).isCloseTo(190_000L, within(1_000L));
  }

  /** One may have been a stall, and would count for all in between. */
  @Test
  void aSingleLargeCallTellsNothing() {
    run(64, call -> call == 60 ? 1_000 : 1, weight -> weight == 1 ? 40_000 : 90_000_000);

    assertThat(fit.expectedNanos(1_000, now)).isLessThan(50_000);
  }

  /** Else a large one might be refused for what noise between small ones seems to say. */
  @Test
  void aCallLargerThanAnyIsExpectedToTakeWhatOneTwiceAsLargeWould() {
    run(64, call -> call % 3 + 1, weight -> 40_000 + 300_000L * weight);

    assertThat(fit.expectedNanos(6, now)).isCloseTo(1_840_000L, within(100L));
    assertThat(fit.expectedNanos(1_000, now)).isEqualTo(fit.expectedNanos(6, now));
  }

  @Test
  void callsOfOneSizeTellNothingOfOthersAtFirst() {
    run(100, _ -> 30, _ -> 50_000 + noise(10_000));

    assertThat(fit.line().perItemNanos()).isZero();
    assertThat(fit.line().constantNanos()).isCloseTo(50_000, within(3_000.0));
  }

  @Test
  void callsOfOneSizeKeepWhatWasKnownOfOthers() {
    run(100, call -> call % 50 + 1, weight -> 40_000 + 300L * weight);
    run(LatencyFit.CALLS, _ -> 30, _ -> 49_000);
    run(2 * LatencyFit.CALLS, _ -> 30, _ -> 60_000);

    assertThat(fit.expectedNanos(30, now)).isCloseTo(60_000L, within(100L));
    assertThat(fit.expectedNanos(60, now)).isCloseTo(69_000L, within(1_000L));
  }

  @Test
  void neitherPartIsEverNegative() {
    for (int trial = 0; trial < 300; trial++) {
      int most = random.nextInt(1, 100);
      run(20, _ -> random.nextInt(0, most), _ -> random.nextLong(0, 100_000));
      assertThat(fit.line().perItemNanos()).isBetween(0.0, 1e9);
      assertThat(fit.line().constantNanos()).isBetween(0.0, 1e9);
    }
    run(64, call -> call % 10 + 1, weight -> 100_000 - 9_000L * weight);
    assertThat(fit.line().perItemNanos()).isZero();
    run(64, call -> call % 10 + 1, weight -> Math.max(0, 9_000L * weight - 5_000));
    assertThat(fit.line().constantNanos()).isZero();
  }

  @Test
  void nothingIsExpectedBeforeSomeCallsHaveBeenSeen() {
    run(LatencyFit.STEP - 1, _ -> 1, _ -> 50_000);

    assertThat(fit.expectedNanos(1, now)).isZero();
    run(1, _ -> 1, _ -> 50_000);
    assertThat(fit.expectedNanos(1, now)).isEqualTo(50_000);
  }

  @Test
  void nothingIsExpectedOnceNoCallWasMadeForAWhile() {
    run(64, _ -> 1, _ -> 50_000_000);

    long later = now + LatencyFit.LASTS.toNanos();

    assertThat(fit.expectedNanos(1, later)).isEqualTo(50_000_000);
    assertThat(fit.expectedNanos(1, later + 1)).isZero();
    assertThat(fit.line()).isEqualTo(new Line(0, 50_000_000, 2));
  }

  @Test
  void afterThatItBeginsAnew() {
    run(64, _ -> 1, _ -> 50_000_000);
    now += Duration.ofSeconds(2).toNanos();
    run(LatencyFit.STEP - 1, _ -> 1, _ -> 50_000);

    assertThat(fit.expectedNanos(1, now)).isZero();
    run(1, _ -> 1, _ -> 50_000);
    assertThat(fit.expectedNanos(1, now)).isEqualTo(50_000);
  }

  private void run(int calls, IntUnaryOperator weights, IntToLongFunction nanos) {
    for (int call = 0; call < calls; call++) {
      int weight = weights.applyAsInt(call);
      now += SOME;
      fit.ran(weight, nanos.applyAsLong(weight), now);
    }
  }

  private long noise(long most) {
    return random.nextLong(-most, most);
  }
}
