package io.tiffin.training;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateCheck.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The frontier as tables: of Markdown to read, of CSV to go on with. */
final class GrowthTable {

  private static final String NOTHING = "–";

  private final List<GrownRung> rungs;
  private final GrowthAdvice advice;
  private final double vcpuHour;

  /**
   * @param vcpuHour price of a virtual processor for an hour
   */
  GrowthTable(List<GrownRung> rungs, GrowthAdvice advice, double vcpuHour) {
    this.rungs = rungs;
    this.advice = advice;
    this.vcpuHour = vcpuHour;
  }

  /** A table of Markdown, and the advice below it. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| rung | error, min | test, min | p50, ms | p99, ms | size, MiB | memory, MiB | CPU, ms |"
            + " cost per 1,000 | gate |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (int rung = 0; rung < rungs.size(); rung++) {
      text.append(line(rung)).append('\n');
    }
    return text.append(
            "\n**%s**: %s.\n".formatted(advice.recommendation().title(), advice.reason()))
        .toString();
  }

  private String line(int position) {
    GrownRung rung = rungs.get(position);
    Integer chosen = advice.chosen();
    boolean isChosen = chosen != null && chosen == position;
    String title = (position + 1) + ". " + rung.title();
    return "| "
        + String.join(
            " | ",
            isChosen ? "**" + title + "**" : title,
            number("%.2f", rung.error()),
            number("%.2f", rung.testError()),
            number("%.2f", rung.value("latency.p50")),
            number("%.2f", rung.value("latency.p99")),
            number("%.2f", rung.value("size")),
            number("%.1f", rung.value("memory.native")),
            number("%.3f", rung.value("cpu")),
            number("%.7f", rung.thousandCost(vcpuHour)),
            gate(rung))
        + " |";
  }

  private static String gate(GrownRung rung) {
    List<GateCheck> failed = rung.report().failed();
    if (failed.isEmpty()) {
      return "accepted";
    }
    String metrics = failed.stream().map(GateCheck::metric).collect(Collectors.joining(", "));
    return (rung.failed(Kind.SATISFICING).isEmpty() ? "errs: " : "does not fit: ") + metrics;
  }

  /** A line of headings and one for each rung. */
  String csv() {
    StringBuilder text =
        new StringBuilder(
            "rung,error_min,test_error_min,latency_p50_ms,latency_p99_ms,size_mib,native_mib,"
                + "cpu_ms,cost_per_1000,fits,accepted\n");
    for (GrownRung rung : rungs) {
      text.append(
              String.join(
                  ",",
                  rung.title(),
                  plain(rung.error()),
                  plain(rung.testError()),
                  plain(rung.value("latency.p50")),
                  plain(rung.value("latency.p99")),
                  plain(rung.value("size")),
                  plain(rung.value("memory.native")),
                  plain(rung.value("cpu")),
                  plain(rung.thousandCost(vcpuHour)),
                  String.valueOf(rung.fits()),
                  String.valueOf(rung.report().accepted())))
          .append('\n');
    }
    return text.toString();
  }

  private static String plain(@Nullable Double value) {
    return value == null || value.isNaN() ? "" : Double.toString(value);
  }

  private static String number(String format, @Nullable Double value) {
    return value == null || value.isNaN() ? NOTHING : String.format(Locale.ROOT, format, value);
  }
}
