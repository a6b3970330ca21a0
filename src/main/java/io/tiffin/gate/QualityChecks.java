package io.tiffin.gate;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Scored;
import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateCheck.Kind;
import io.tiffin.gate.GateCheck.Verdict;
import io.tiffin.gate.GateProfile.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Judges answers against absolute bounds and against the serving version's on the same orders. A
 * limit is widened by what the noise of so few orders may account for; a version is refused for
 * what is beyond that.
 */
final class QualityChecks {

  /** Fewer orders say nothing that anybody should be refused for. The customary choice. */
  static final int LEAST_ORDERS = 30;

  private final Quality thresholds;
  private final List<Scored> candidate;
  private final @Nullable List<Scored> serving;
  private final String withoutServing;
  private final List<GateCheck> checks = new ArrayList<>();

  /**
   * @param candidate its answers on its labelled set
   * @param serving the serving version's on the same orders; null if there are none
   * @param withoutServing why there are none; empty if nothing serves
   */
  QualityChecks(
      Quality thresholds,
      List<Scored> candidate,
      @Nullable List<Scored> serving,
      String withoutServing) {
    this.thresholds = thresholds;
    this.candidate = candidate;
    this.serving = serving;
    this.withoutServing = withoutServing;
  }

  List<GateCheck> checks() {
    checks.add(orders());
    if (!candidate.isEmpty()) {
      Evaluation mine = Evaluation.of(candidate);
      Evaluation theirs = serving == null ? null : Evaluation.of(serving);
      Resamples resamples = new Resamples(candidate, serving == null ? candidate : serving);
      checks.add(coverage(mine, theirs));
      for (QualityMetric metric : QualityMetric.values()) {
        absolute(metric, mine, theirs, resamples);
        if (theirs != null) {
          compared(metric, mine, theirs, resamples);
        }
      }
    }
    return checks;
  }

  private GateCheck orders() {
    int asked = thresholds.ordersAtLeast();
    boolean fails = candidate.size() < asked;
    String few =
        candidate.size() < LEAST_ORDERS
            ? "fewer than " + LEAST_ORDERS + ": what follows is told, not judged"
            : "";
    return new GateCheck(
        "orders",
        "",
        Kind.OPTIMIZING,
        (double) candidate.size(),
        asked == 0 ? null : (double) asked,
        Bound.AT_LEAST,
        serving == null ? null : (double) serving.size(),
        fails ? Verdict.FAILED : asked == 0 ? Verdict.TOLD : Verdict.PASSED,
        few.isEmpty() ? withoutServing : few);
  }

  /** Told for itself; how far it is from 0.8 is judged. */
  private static GateCheck coverage(Evaluation mine, @Nullable Evaluation theirs) {
    return new GateCheck(
        "coverage",
        "",
        Kind.OPTIMIZING,
        mine.calibration().coverage(),
        null,
        Bound.AT_LEAST,
        theirs == null ? null : theirs.calibration().coverage(),
        Verdict.TOLD,
        "share from p10 to p90; 0.8 is right");
  }

  private void absolute(
      QualityMetric metric, Evaluation mine, @Nullable Evaluation theirs, Resamples resamples) {
    checks.add(
        judged(
            metric,
            metric.title(),
            metric.unit(),
            metric.of(mine),
            theirs == null ? Double.NaN : metric.of(theirs),
            metric.limit(thresholds),
            resamples.allowance((drawn, _) -> metric.of(drawn))));
  }

  private void compared(
      QualityMetric metric, Evaluation mine, Evaluation theirs, Resamples resamples) {
    ToDoubleBiFunction<Evaluation, Evaluation> number = metric::compared;
    checks.add(
        judged(
            metric,
            metric.comparedTitle(),
            "",
            number.applyAsDouble(mine, theirs),
            Double.NaN,
            metric.comparedLimit(thresholds),
            resamples.allowance(number)));
  }

  private GateCheck judged(
      QualityMetric metric,
      String title,
      String unit,
      double value,
      double reference,
      double threshold,
      double allowance) {
    Bound bound = metric.bound();
    if (candidate.size() < LEAST_ORDERS || !Double.isFinite(value)) {
      return new GateCheck(
          title,
          unit,
          Kind.OPTIMIZING,
          finite(value),
          null,
          bound,
          finite(reference),
          Verdict.TOLD,
          Double.isFinite(value) ? "" : "not defined for these orders");
    }
    double limit = bound == Bound.AT_MOST ? threshold + allowance : threshold - allowance;
    boolean passes = bound == Bound.AT_MOST ? value <= limit : value >= limit;
    return new GateCheck(
        title,
        unit,
        Kind.OPTIMIZING,
        value,
        limit,
        bound,
        finite(reference),
        passes ? Verdict.PASSED : Verdict.FAILED,
        String.format(Locale.ROOT, "%.3g, and %.2g for noise", threshold, allowance));
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
