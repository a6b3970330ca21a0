package io.tiffin.gate;

import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateCheck.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports as text to read: every number, what was asked of it, and what follows. */
public final class GateTable {

  private static final String NOTHING = "–";
  private static final List<String> HEADINGS =
      List.of("metric", "value", "limit", "serving", "verdict", "note");

  private GateTable() {}

  /** Several lines, the last one ended. */
  public static String render(GateReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    report.checks().forEach(check -> rows.add(row(check)));
    int[] widths = widths(rows);
    StringBuilder text = new StringBuilder(head(report));
    append(text, HEADINGS, widths);
    for (Kind kind : Kind.values()) {
      text.append(title(kind)).append('\n');
      report.checks().stream()
          .filter(check -> check.kind() == kind)
          .forEach(check -> append(text, row(check), widths));
    }
    return text.toString();
  }

  private static String head(GateReport report) {
    return "%s %s, profile %s: %s\nmanifest %s\nmeasured %s on %s\n\n"
        .formatted(
            report.model(),
            report.version(),
            report.profile(),
            verdict(report),
            report.digest(),
            report.at(),
            report.machine());
  }

  private static String verdict(GateReport report) {
    return report.accepted()
        ? "accepted"
        : "REFUSED for "
            + String.join(", ", report.failed().stream().map(GateCheck::metric).toList());
  }

  private static String title(Kind kind) {
    return switch (kind) {
      case OPTIMIZING -> "optimizing: better is better";
      case SATISFICING -> "satisficing: enough is enough";
    };
  }

  private static List<String> row(GateCheck check) {
    Double limit = check.limit();
    String sign = check.bound() == Bound.AT_MOST ? "≤ " : "≥ ";
    return List.of(
        "  " + check.metric(),
        quantity(check.value(), check.unit()),
        limit == null ? NOTHING : sign + quantity(limit, check.unit()),
        quantity(check.reference(), check.unit()),
        check.verdict() == GateCheck.Verdict.FAILED
            ? "FAILED"
            : check.verdict().name().toLowerCase(Locale.ROOT),
        check.note());
  }

  /** A number with its unit; a share without one as it is. */
  private static String quantity(@Nullable Double value, String unit) {
    if (value == null) {
      return NOTHING;
    }
    String number = String.format(Locale.ROOT, "%,." + digits(Math.abs(value)) + "f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }

  /** About three figures that mean something. */
  private static int digits(double size) {
    return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  /** The first and the last two columns are text, the others numbers. */
  private static void append(StringBuilder text, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      boolean isNumber = column >= 1 && column <= 3;
      String padding = " ".repeat(widths[column] - row.get(column).length());
      line.append(isNumber ? padding : "").append(row.get(column)).append(isNumber ? "" : padding);
      line.append("  ");
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
