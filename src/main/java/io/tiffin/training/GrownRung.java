package io.tiffin.training;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateCheck.Kind;
import io.tiffin.gate.GateCheck.Verdict;
import io.tiffin.gate.GateReport;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a rung.
 *
 * @param title how it is called
 * @param errors |predicted − actual| minutes of each validation row, by which rungs are compared;
 *     the same rows for every rung
 * @param testError mean absolute error on the test rows, minutes, which nothing is chosen by
 * @param report the gate's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GrownRung(String title, double[] errors, double testError, GateReport report) {

  private static final double MILLIS_PER_HOUR = 3.6e6;

  /** Mean absolute error on the validation rows, minutes. */
  double error() {
    return Arrays.stream(errors).average().orElse(Double.NaN);
  }

  /** Whether it costs no more than is allowed. */
  boolean fits() {
    return failed(Kind.SATISFICING).isEmpty();
  }

  /** What it failed at of a kind. */
  List<GateCheck> failed(Kind kind) {
    return report.checks().stream()
        .filter(check -> check.kind() == kind && check.verdict() == Verdict.FAILED)
        .toList();
  }

  /** The gate's number of a metric; null if it was not measured. */
  @Nullable Double value(String metric) {
    return report.checks().stream()
        .filter(check -> check.metric().equals(metric))
        .findFirst()
        .map(GateCheck::value)
        .orElse(null);
  }

  /**
   * What a thousand estimates cost, one order a call: the processor time of an estimate × 1,000 ×
   * the price.
   *
   * @param vcpuHour price of a virtual processor for an hour
   */
  double thousandCost(double vcpuHour) {
    Double millis = value("cpu");
    return millis == null ? Double.NaN : 1_000 * millis / MILLIS_PER_HOUR * vcpuHour;
  }
}
