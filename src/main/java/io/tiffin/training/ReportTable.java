package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Lateness;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Evaluations as lines of text, one row each. */
final class ReportTable {

  private static final String LINE = "%-34s %7s %7s %7s %8s %9s %8s %8s %9s %7s %7s %7s";

  private ReportTable() {}

  /** A line of headings and one for each evaluation. */
  static String of(String title, Map<?, Evaluation> evaluations) {
    StringBuilder table = new StringBuilder();
    table.append(
        LINE.formatted(
            title,
            "rows",
            "MAE",
            "bias",
            "≤ 5 min",
            "≤ 10 min",
            "pinball",
            "p10–p90",
            "on time",
            "late",
            "prec.",
            "recall"));
    evaluations.forEach(
        (name, evaluation) -> table.append('\n').append(row(String.valueOf(name), evaluation)));
    return table.append('\n').toString();
  }

  private static String row(String name, Evaluation evaluation) {
    Lateness lateness = evaluation.lateness();
    return LINE.formatted(
        name,
        evaluation.accuracy().count(),
        number(evaluation.accuracy().meanAbsoluteError()),
        number(evaluation.accuracy().bias()),
        percent(evaluation.accuracy().within5()),
        percent(evaluation.accuracy().within10()),
        number(evaluation.calibration().pinball()),
        percent(evaluation.calibration().coverage()),
        percent(evaluation.calibration().onTimeAtP80()),
        percent(lateness.lateShare()),
        percent(lateness.precision()),
        percent(lateness.recall()));
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? percent(share.getAsDouble()) : "–";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
