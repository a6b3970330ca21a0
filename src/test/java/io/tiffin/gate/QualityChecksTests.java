package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.evaluation.Quantiles;
import io.tiffin.evaluation.Scored;
import io.tiffin.gate.GateCheck.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class QualityChecksTests {

  private static final GateProfile.Quality SERVER =
      GateProfile.server(Duration.ofMillis(60)).quality();

  /** Standard deviation of what nobody can know of an order, and of what a version gets wrong. */
  private static final double UNKNOWABLE = 7;

  private static final double WRONG = 3;
  private static final int SETS = 60;

  @Test
  void aVersionAsGoodAsTheServingOneIsHardlyEverRefusedForTheNoiseOfFewOrders() {
    int refused = 0;
    int withoutAllowance = 0;
    for (int set = 0; set < SETS; set++) {
      List<GateCheck> checks = compared(64, set, 1);
      refused += failed(checks).isEmpty() ? 0 : 1;
      withoutAllowance += checks.stream().anyMatch(QualityChecksTests::missesThreshold) ? 1 : 0;
    }

    assertThat(refused).isLessThan(SETS * 8 / 100);
    assertThat(withoutAllowance).as("without the allowance for noise").isGreaterThan(SETS / 2);
  }

  @Test
  void aVersionThatIsMuchWorseIsNearlyAlwaysRefused() {
    int refused = 0;
    for (int set = 0; set < SETS; set++) {
      refused += failed(compared(64, set, 3)).isEmpty() ? 0 : 1;
    }

    assertThat(refused).isGreaterThan(SETS * 9 / 10);
  }

  @Test
  void moreOrdersShowSmallerDifferences() {
    int refusedOfFew = 0;
    int refusedOfMany = 0;
    for (int set = 0; set < 10; set++) {
      refusedOfFew += failed(compared(64, set, 1.8)).contains("mae.ratio") ? 1 : 0;
      refusedOfMany += failed(compared(1_000, set, 1.8)).contains("mae.ratio") ? 1 : 0;
    }

    assertThat(refusedOfFew).isLessThan(8);
    assertThat(refusedOfMany).isEqualTo(10);
  }

  @Test
  void theSameAnswersGiveTheSameVerdict() {
    assertThat(compared(64, 5, 1)).isEqualTo(compared(64, 5, 1));
  }

  @Test
  void thePrecisionOfWhatWasNeverForetoldIsTold() {
    List<Scored> candidate = new ArrayList<>();
    for (int order = 0; order < 40; order++) {
      candidate.add(new Scored(new Quantiles(20, 30, 38, 42), order < 5 ? 50 : 31, 45));
    }

    List<GateCheck> checks = new QualityChecks(SERVER, candidate, null, "").checks();

    assertThat(check(checks, "latePrecision").verdict()).isEqualTo(Verdict.TOLD);
    assertThat(check(checks, "latePrecision").note()).isEqualTo("not defined for these orders");
    assertThat(failed(checks)).containsExactly("lateRecall");
  }

  @Test
  void aProfileCanAskForMoreOrders() {
    GateProfile.Quality asking =
        new GateProfile.Quality(100, 12, 0.25, 0.5, 0.6, 0.5, 0.4, 4, 0.1, 1.05, 0.05);
    List<Scored> orders = scored(64, 1, error -> error);

    List<GateCheck> checks = new QualityChecks(asking, orders, null, "").checks();

    assertThat(failed(checks)).containsExactly("orders");
  }

  /** The candidate's own error is so many times the serving version's. */
  private static List<GateCheck> compared(int orders, long set, double times) {
    Random random = new Random(set);
    List<Scored> candidate = new ArrayList<>();
    List<Scored> serving = new ArrayList<>();
    for (int order = 0; order < orders; order++) {
      double known = 25 + 30 * random.nextDouble();
      double actual = known + UNKNOWABLE * random.nextGaussian();
      candidate.add(scored(known + times * WRONG * random.nextGaussian(), actual));
      serving.add(scored(known + WRONG * random.nextGaussian(), actual));
    }
    return new QualityChecks(SERVER, candidate, serving, "").checks();
  }

  private static List<Scored> scored(int orders, long seed, DoubleUnaryOperator error) {
    Random random = new Random(seed);
    List<Scored> scored = new ArrayList<>();
    for (int order = 0; order < orders; order++) {
      double known = 25 + 30 * random.nextDouble();
      scored.add(scored(known, known + error.applyAsDouble(UNKNOWABLE * random.nextGaussian())));
    }
    return scored;
  }

  private static Scored scored(double median, double actual) {
    double spread = Math.hypot(UNKNOWABLE, WRONG);
    return new Scored(
        new Quantiles(
            median - 1.2816 * spread, median, median + 0.8416 * spread, median + 1.2816 * spread),
        actual,
        45);
  }

  /** Whether the number would be refused by the threshold in the note alone. */
  private static boolean missesThreshold(GateCheck check) {
    Double value = check.value();
    if (value == null || check.limit() == null || !check.note().contains(" for noise")) {
      return false;
    }
    double threshold = Double.parseDouble(check.note().substring(0, check.note().indexOf(',')));
    return check.bound() == GateCheck.Bound.AT_MOST ? value > threshold : value < threshold;
  }

  private static List<String> failed(List<GateCheck> checks) {
    return checks.stream()
        .filter(check -> check.verdict() == Verdict.FAILED)
        .map(GateCheck::metric)
        .toList();
  }

  private static GateCheck check(List<GateCheck> checks, String metric) {
    return checks.stream().filter(check -> check.metric().equals(metric)).findFirst().orElseThrow();
  }
}
