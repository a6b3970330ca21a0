package io.tiffin.training;

import io.tiffin.estimate.DeliveryMinutes;
import io.tiffin.estimate.OrderStage;
import io.tiffin.estimate.Outlook;
import io.tiffin.estimate.TimeLeft;
import io.tiffin.event.EventType;
import io.tiffin.training.Journeys.Labelled;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** How far the estimates of orders on their way are off, by the stage they have reached. */
final class TimeLeftReport {

  /** What every order comes by, in the order in which most do. */
  private static final List<EventType> REACHED =
      List.of(
          EventType.ORDER_PLACED,
          EventType.ORDER_ACCEPTED,
          EventType.COURIER_ASSIGNED,
          EventType.ORDER_READY,
          EventType.COURIER_ARRIVED_PICKUP,
          EventType.ORDER_PICKED_UP,
          EventType.COURIER_ARRIVED_DROPOFF);

  private final List<Labelled> journeys;
  private final List<Outlook> outlooks;
  private final TimeLeft learnt;

  TimeLeftReport(List<Labelled> journeys, List<Outlook> outlooks, TimeLeft learnt) {
    this.journeys = journeys;
    this.outlooks = outlooks;
    this.learnt = learnt;
  }

  /** Errors of one stage. */
  record Errors(int rows, double mae, double bias, double width, double coverage, double keptP80) {}

  void print(PrintStream out) {
    if (journeys.isEmpty()) {
      return;
    }
    heading(out, "test, just after");
    for (EventType event : REACHED) {
      line(out, event.wireName(), snapshot -> snapshot.reachedWith() == event);
    }
    heading(out, "test, just after it is");
    for (OrderStage stage : OrderStage.values()) {
      line(
          out,
          stage.name(),
          snapshot -> snapshot.reachedWith() != null && snapshot.progress().stage() == stage);
    }
    heading(out, "test, at any moment while it is");
    for (OrderStage stage : OrderStage.values()) {
      line(
          out,
          stage.name(),
          snapshot -> snapshot.reachedWith() == null && snapshot.progress().stage() == stage);
    }
    out.println();
  }

  /** The errors of what {@code by} tells for these orders. */
  Errors errors(Predicate<JourneySnapshot> which, TimeLeft by) {
    List<double[]> rows = new ArrayList<>();
    for (int row = 0; row < journeys.size(); row++) {
      JourneySnapshot snapshot = journeys.get(row).snapshot();
      if (which.test(snapshot)) {
        DeliveryMinutes left = by.left(snapshot.progress(), outlooks.get(row)).minutes();
        rows.add(
            new double[] {
              left.p10(), left.p50(), left.p80(), left.p90(), journeys.get(row).minutesLeft()
            });
      }
    }
    return errors(rows);
  }

  private static Errors errors(List<double[]> rows) {
    double absolute = 0;
    double signed = 0;
    double width = 0;
    int covered = 0;
    int kept = 0;
    for (double[] row : rows) {
      absolute += Math.abs(row[1] - row[4]);
      signed += row[1] - row[4];
      width += row[3] - row[0];
      covered += row[0] <= row[4] && row[4] <= row[3] ? 1 : 0;
      kept += row[4] <= row[2] ? 1 : 0;
    }
    double count = rows.size();
    return new Errors(
        rows.size(),
        absolute / count,
        signed / count,
        width / count,
        covered / count,
        kept / count);
  }

  private static void heading(PrintStream out, String title) {
    out.printf(
        "%-34s %7s %7s %7s %8s %8s %8s %14s %8s %8s%n",
        title,
        "rows",
        "MAE",
        "bias",
        "band",
        "p10–p90",
        "on time",
        "formula: MAE",
        "band",
        "p10–p90");
  }

  private void line(PrintStream out, String name, Predicate<JourneySnapshot> which) {
    Errors told = errors(which, learnt);
    Errors formula = errors(which, TimeLeft.byFormula());
    if (told.rows() > 0) {
      out.printf(
          Locale.ROOT,
          "%-34s %7d %7.3f %7.3f %8.2f %6.1f %% %6.1f %% %14.3f %8.2f %6.1f %%%n",
          name,
          told.rows(),
          told.mae(),
          told.bias(),
          told.width(),
          100 * told.coverage(),
          100 * told.keptP80(),
          formula.mae(),
          formula.width(),
          100 * formula.coverage());
    }
  }
}
