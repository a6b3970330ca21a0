package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateCheck.Kind;
import io.tiffin.gate.GateCheck.Verdict;
import io.tiffin.gate.GateReport;
import io.tiffin.training.GrowthAdvice.Recommendation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrowthAdviceTests {

  private static final double LIMIT = 60;
  private static final double MAE_LIMIT = 12;

  @Test
  void theSmallestThatErrsNoMoreThanByChanceIsAccepted() {
    GrowthAdvice advice =
        GrowthAdvice.of(
            List.of(rung("a", 9, 1), rung("b", 7.02, 2), rung("c", 7.0, 4), rung("d", 7.01, 8)),
            null);

    assertThat(advice.recommendation()).isEqualTo(Recommendation.ACCEPT);
    assertThat(advice.chosen()).isEqualTo(1);
    assertThat(advice.reason())
        .startsWith("b, 7.02 min, errs by no more than chance above the least (7.00 min of c");
  }

  @Test
  void whatIsAskedForIsEnough() {
    GrowthAdvice advice =
        GrowthAdvice.of(List.of(rung("a", 9, 1), rung("b", 8, 2), rung("c", 7, 80)), 8.5);

    assertThat(advice.recommendation()).isEqualTo(Recommendation.ACCEPT);
    assertThat(advice.chosen()).isEqualTo(1);
    assertThat(advice.reason()).isEqualTo("b errs by 8.00 min; 8.50 were asked for");
  }

  @Test
  void anErrorThatStillFellWhereTheMachineEndsAsksForALargerOne() {
    GrowthAdvice advice =
        GrowthAdvice.of(List.of(rung("a", 9, 20), rung("b", 8, 40), rung("c", 7, 72)), null);

    assertThat(advice.recommendation()).isEqualTo(Recommendation.LARGER_SPECIFICATION);
    assertThat(advice.chosen()).isEqualTo(1);
    assertThat(advice.reason())
        .isEqualTo(
            "the error still falls, from 9.00 to 8.00 min with b (chance: 0.08); c errs by 7.00 min"
                + " and needs latency.p99 72.0 ms where 60.0 is the limit, 1.20 times that");
  }

  @Test
  void anErrorThatStillFellWhereTheLadderEndsTellsWhatTheNextStepWouldTake() {
    GrowthAdvice advice = GrowthAdvice.of(List.of(rung("a", 9, 10), rung("b", 8, 20)), 7.0);

    assertThat(advice.recommendation()).isEqualTo(Recommendation.LARGER_SPECIFICATION);
    assertThat(advice.chosen()).isEqualTo(1);
    assertThat(advice.reason())
        .contains("7.00 were asked for")
        .endsWith("a wider one would take about latency.p99 40.0 of 60.0 ms");
  }

  @Test
  void whereTheSmallestDoesNotFitItMustBecomeLess() {
    GrowthAdvice advice = GrowthAdvice.of(List.of(rung("a", 9, 90)), null);

    assertThat(advice.recommendation()).isEqualTo(Recommendation.IMPROVE_OR_REDUCE);
    assertThat(advice.chosen()).isNull();
    assertThat(advice.reason())
        .isEqualTo(
            "not even the smallest fits: a needs latency.p99 90.0 ms where 60.0 is the limit, 1.50"
                + " times that (narrower layers, fewer features, more threads or processors)");
  }

  @Test
  void whereMoreWidthDoesNotHelpAndTheMachineEndsSomethingElseMust() {
    GrowthAdvice advice =
        GrowthAdvice.of(List.of(rung("a", 9, 1), rung("b", 8.99, 2), rung("c", 8.98, 90)), 7.0);

    assertThat(advice.recommendation()).isEqualTo(Recommendation.IMPROVE_OR_REDUCE);
    assertThat(advice.chosen()).isZero();
    assertThat(advice.reason())
        .startsWith(
            "a errs by 9.00 min; 7.00 were asked for, and more width does not make that less")
        .contains("other features, or more orders to learn from, might")
        .endsWith("(narrower layers, fewer features, more threads or processors)");
  }

  @Test
  void theGatesOwnBoundsAreAskedForToo() {
    GrowthAdvice advice = GrowthAdvice.of(List.of(rung("a", 14, 1), rung("b", 14, 2)), null);

    assertThat(advice.recommendation()).isEqualTo(Recommendation.IMPROVE_OR_REDUCE);
    assertThat(advice.reason())
        .contains("the gate's bounds are missed: mae 14.0 min where 12.0 is the limit");
  }

  @Test
  void chanceIsOnePercentOrWhatTheRowsSay() {
    GrownRung flat = rung("a", 8, 1);
    double[] noisy = new double[400];
    Random random = new Random(1);
    for (int row = 0; row < noisy.length; row++) {
      noisy[row] = 8 + 4 * random.nextGaussian();
    }
    GrownRung other = new GrownRung("b", noisy, 8, flat.report());

    assertThat(GrowthAdvice.noise(flat, rung("c", 9, 1))).isEqualTo(0.08);
    assertThat(GrowthAdvice.noise(flat, other)).isCloseTo(1.645 * 4 / 20, within(0.03));
  }

  @Test
  void theCostIsThatOfTheProcessorsTime() {
    assertThat(rung("a", 8, 36).thousandCost(0.04)).isCloseTo(0.0004, within(1e-12));
  }

  private static GrownRung rung(String title, double error, double p99) {
    double[] errors = new double[400];
    Arrays.fill(errors, error);
    return new GrownRung(
        title,
        errors,
        error,
        new GateReport(
            "eta",
            "1",
            "",
            "server",
            "",
            Instant.EPOCH,
            List.of(
                check("mae", "min", Kind.OPTIMIZING, error, MAE_LIMIT),
                check("latency.p99", "ms", Kind.SATISFICING, p99, LIMIT),
                new GateCheck(
                    "cpu",
                    "ms",
                    Kind.SATISFICING,
                    p99,
                    null,
                    Bound.AT_MOST,
                    null,
                    Verdict.TOLD,
                    ""))));
  }

  private static GateCheck check(
      String metric, String unit, Kind kind, double value, double limit) {
    return new GateCheck(
        metric,
        unit,
        kind,
        value,
        limit,
        Bound.AT_MOST,
        null,
        value <= limit ? Verdict.PASSED : Verdict.FAILED,
        "");
  }
}
