package io.tiffin.training;

import java.io.PrintStream;

/** Draws progress as a bar on one line of a terminal, redrawn when a percent was done. */
final class ProgressBar implements Progress {

  private static final int WIDTH = 30;

  private final PrintStream out;
  private String drawn = "";

  ProgressBar(PrintStream out) {
    this.out = out;
  }

  @Override
  public void advanced(String stage, long done, long total) {
    String bar = bar(stage, done, total);
    if (!bar.equals(drawn)) {
      drawn = bar;
      out.print("\r" + bar + (done >= total ? "\n" : ""));
      out.flush();
    }
  }

  private static String bar(String stage, long done, long total) {
    long percent = total == 0 ? 100 : 100 * done / total;
    int filled = (int) (WIDTH * percent / 100);
    return "%-28s [%s%s] %3d %%"
        .formatted(stage, "#".repeat(filled), ".".repeat(WIDTH - filled), percent);
  }
}
