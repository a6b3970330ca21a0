package io.tiffin.registry;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateReport;
import java.util.Locale;

/** The gate's reports in a sentence. */
final class Verdicts {

  private Verdicts() {}

  static String sentence(GateReport report) {
    StringBuilder text =
        new StringBuilder("The gate ")
            .append(report.accepted() ? "accepts " : "refuses ")
            .append(report.model())
            .append(' ')
            .append(report.version());
    String separator = ": ";
    for (GateCheck check : report.failed()) {
      text.append(separator).append(check(check));
      separator = ", ";
    }
    return text.toString();
  }

  private static String check(GateCheck check) {
    return check.value() == null || check.limit() == null
        ? (check.metric() + " " + check.note()).strip()
        : String.format(
                Locale.ROOT,
                "%s is %.4g %s, %s %.4g is asked for",
                check.metric(),
                check.value(),
                check.unit(),
                check.bound() == GateCheck.Bound.AT_MOST ? "at most" : "at least",
                check.limit())
            .replace(" ,", ",");
  }
}
