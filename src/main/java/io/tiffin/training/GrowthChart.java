package io.tiffin.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The frontier as a picture: the error against latency, size and cost, a panel for each. Colours
 * are ones that can be read on a light and on a dark ground.
 */
final class GrowthChart {

  private static final int PANEL_WIDTH = 320;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int RIGHT = 24;
  private static final int TOP = 40;
  private static final int BOTTOM = 52;
  private static final int TICKS = 4;

  private static final String GREY = "#7d8590";
  private static final String BLUE = "#2f81f7";
  private static final String RED = "#e5534b";

  private final List<GrownRung> rungs;
  private final GrowthAdvice advice;
  private final double vcpuHour;
  private final StringBuilder svg = new StringBuilder();

  private GrowthChart(List<GrownRung> rungs, GrowthAdvice advice, double vcpuHour) {
    this.rungs = rungs;
    this.advice = advice;
    this.vcpuHour = vcpuHour;
  }

  /** A whole SVG file. */
  static String svg(List<GrownRung> rungs, GrowthAdvice advice, double vcpuHour) {
    return new GrowthChart(rungs, advice, vcpuHour).draw();
  }

  /** What a panel has on its lower edge. */
  private record Panel(String title, ToDoubleFunction<GrownRung> value) {}

  /** A range of numbers drawn over a range of pixels; of a single number in the middle. */
  private record Axis(double least, double most, double from, double to) {

    static Axis of(double[] numbers, double from, double to) {
      double least = Double.MAX_VALUE;
      double most = -Double.MAX_VALUE;
      for (double number : numbers) {
        least = Math.min(least, number);
        most = Math.max(most, number);
      }
      double margin = most > least ? 0.1 * (most - least) : Math.max(Math.abs(most), 1) * 0.5;
      return new Axis(Math.max(0, least - margin), most + margin, from, to);
    }

    double pixel(double number) {
      return from + (number - least) / (most - least) * (to - from);
    }

    double tick(int tick) {
      return least + (most - least) * tick / TICKS;
    }
  }

  private String draw() {
    List<Panel> panels =
        List.of(
            new Panel("median latency, ms", rung -> known(rung.value("latency.p50"))),
            new Panel("size, MiB", rung -> known(rung.value("size"))),
            new Panel("cost per 1,000 × 10⁶", rung -> 1e6 * rung.thousandCost(vcpuHour)));
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %1$d %2$d" \
        font-family="sans-serif" font-size="12" fill="%s">
        <title>Error against latency, size and cost</title>
        """,
        PANEL_WIDTH * panels.size(), HEIGHT, GREY);
    for (int panel = 0; panel < panels.size(); panel++) {
      add("<g transform=\"translate(%d 0)\">\n", panel * PANEL_WIDTH);
      draw(panels.get(panel));
      svg.append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(Panel panel) {
    List<GrownRung> drawn = new ArrayList<>(rungs);
    drawn.removeIf(rung -> !Double.isFinite(panel.value().applyAsDouble(rung)));
    if (drawn.isEmpty()) {
      return;
    }
    Axis x =
        Axis.of(drawn.stream().mapToDouble(panel.value()).toArray(), LEFT, PANEL_WIDTH - RIGHT);
    Axis y = Axis.of(drawn.stream().mapToDouble(GrownRung::error).toArray(), HEIGHT - BOTTOM, TOP);
    axes(panel, x, y);
    line(drawn, panel, x, y);
    drawn.forEach(
        rung -> point(rung, x.pixel(panel.value().applyAsDouble(rung)), y.pixel(rung.error())));
  }

  private void axes(Panel panel, Axis x, Axis y) {
    add("<text x=\"%d\" y=\"20\">error, min</text>\n", LEFT - 40);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
        (LEFT + PANEL_WIDTH - RIGHT) / 2, HEIGHT - 12, panel.title());
    for (int tick = 0; tick <= TICKS; tick++) {
      double across = x.pixel(x.tick(tick));
      double up = y.pixel(y.tick(tick));
      add(
          "<path d=\"M%d %.1fH%d\" stroke=\"%s\" stroke-opacity=\"0.25\"/>\n",
          LEFT, up, PANEL_WIDTH - RIGHT, GREY);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
          LEFT - 6, up + 4, number(y.tick(tick)));
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
          across, HEIGHT - BOTTOM + 18, number(x.tick(tick)));
    }
    add(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"%s\"/>\n",
        LEFT, TOP, HEIGHT - BOTTOM, PANEL_WIDTH - RIGHT, GREY);
  }

  private void line(List<GrownRung> drawn, Panel panel, Axis x, Axis y) {
    StringBuilder points = new StringBuilder();
    for (GrownRung rung : drawn) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              x.pixel(panel.value().applyAsDouble(rung)),
              y.pixel(rung.error())));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-opacity=\"0.5\"/>\n",
        points.toString().strip(), BLUE);
  }

  /** Filled if it fits, ringed if it is the one to serve; numbered as in the table. */
  private void point(GrownRung rung, double across, double up) {
    int position = rungs.indexOf(rung);
    Integer chosen = advice.chosen();
    if (chosen != null && chosen == position) {
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"9\" fill=\"none\" stroke=\"%s\"/>\n",
          across, up, BLUE);
    }
    String colour = rung.fits() ? BLUE : RED;
    add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" stroke=\"%s\"><title>%s</title>"
            + "</circle>\n",
        across, up, rung.fits() ? colour : "none", colour, rung.title());
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%d</text>\n",
        across, up - 12, position + 1);
  }

  private static double known(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static String number(double value) {
    String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  @SuppressWarnings("AnnotateFormatMethod") // every format is in this file
  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
