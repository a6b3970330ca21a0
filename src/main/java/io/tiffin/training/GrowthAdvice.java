package io.tiffin.training;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateCheck.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the frontier recommends. A pure function of the rungs.
 *
 * @param recommendation what to do
 * @param chosen position of the rung that is the best to serve now; null if none fits
 * @param reason why, in numbers
 */
record GrowthAdvice(Recommendation recommendation, @Nullable Integer chosen, String reason) {

  /** Of a normal distribution 95 % lie below. */
  private static final double SCORE = 1.645;

  /**
   * Errors closer than this share are the same: what another seed or another dropout changes, see
   * {@link TrainerSettings}.
   */
  private static final double SAME = 0.01;

  /** What to do. */
  enum Recommendation {
    /** Serve the chosen rung. */
    ACCEPT("accept"),
    /** It is not right enough, and would not be with more: another approach, or less of it. */
    IMPROVE_OR_REDUCE("improve or reduce"),
    /** It would be more right with more than this machine allows. */
    LARGER_SPECIFICATION("a larger specification");

    private final String title;

    Recommendation(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * Of rungs from small to large, only the last of which may not fit.
   *
   * @param target the error that is asked for, minutes; null to ask for the least there is
   */
  static GrowthAdvice of(List<GrownRung> rungs, @Nullable Double target) {
    return new Deliberation(rungs, target).advice();
  }

  /** By how much two errors on the same rows may differ by chance, minutes. */
  static double noise(GrownRung one, GrownRung other) {
    int rows = one.errors().length;
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      double difference = one.errors()[row] - other.errors()[row];
      sum += difference;
      squares += difference * difference;
    }
    double mean = sum / rows;
    double standardError = Math.sqrt(Math.max(0, squares / rows - mean * mean) / rows);
    return Math.max(SCORE * standardError, SAME * Math.min(one.error(), other.error()));
  }

  /** One frontier. */
  private static final class Deliberation {

    private final List<GrownRung> rungs;
    private final List<GrownRung> fitting;
    private final @Nullable Double target;

    Deliberation(List<GrownRung> rungs, @Nullable Double target) {
      this.rungs = rungs;
      this.target = target;
      fitting = rungs.stream().filter(GrownRung::fits).toList();
    }

    GrowthAdvice advice() {
      if (fitting.isEmpty()) {
        return new GrowthAdvice(
            Recommendation.IMPROVE_OR_REDUCE,
            null,
            "not even the smallest fits: " + shrink(rungs.getLast()));
      }
      int enough = smallestAskedFor();
      if (enough < fitting.size()) {
        GrownRung rung = fitting.get(enough);
        String reason = text("%s errs by %.2f min%s", rung.title(), rung.error(), askedFor());
        return new GrowthAdvice(Recommendation.ACCEPT, enough, reason);
      }
      int chosen = smallestNearBest();
      GrownRung rung = fitting.get(chosen);
      boolean isRight = rung.failed(Kind.OPTIMIZING).isEmpty();
      if (stillFalls()) {
        int last = fitting.size() - 1;
        return new GrowthAdvice(Recommendation.LARGER_SPECIFICATION, last, falling());
      }
      return isRight && target == null
          ? new GrowthAdvice(Recommendation.ACCEPT, chosen, accepted(rung))
          : new GrowthAdvice(Recommendation.IMPROVE_OR_REDUCE, chosen, flat(rung));
    }

    private GrownRung best() {
      return fitting.stream()
          .min((one, other) -> Double.compare(one.error(), other.error()))
          .orElseThrow();
    }

    /** The first that reaches the target and the gate's bounds; the number of all if none does. */
    private int smallestAskedFor() {
      int smallest = 0;
      while (smallest < fitting.size() && !isAskedFor(fitting.get(smallest))) {
        smallest++;
      }
      return smallest;
    }

    private boolean isAskedFor(GrownRung rung) {
      return target != null && rung.error() <= target && rung.failed(Kind.OPTIMIZING).isEmpty();
    }

    private int smallestNearBest() {
      GrownRung best = best();
      int smallest = 0;
      while (fitting.get(smallest).error() - best.error() > noise(fitting.get(smallest), best)) {
        smallest++;
      }
      return smallest;
    }

    /** Whether the last rung that fits is better than the one before by more than chance. */
    private boolean stillFalls() {
      if (fitting.size() < 2) {
        return fitting.size() < rungs.size();
      }
      GrownRung last = fitting.getLast();
      GrownRung before = fitting.get(fitting.size() - 2);
      return before.error() - last.error() > noise(before, last);
    }

    private String accepted(GrownRung rung) {
      GrownRung best = best();
      String than =
          rung.title().equals(best.title())
              ? "errs least"
              : text(
                  "errs by no more than chance above the least (%.2f min of %s, chance %.2f)",
                  best.error(), best.title(), noise(rung, best));
      return text("%s, %.2f min, %s", rung.title(), rung.error(), than);
    }

    private String askedFor() {
      return target == null ? "" : text("; %.2f were asked for", target);
    }

    private String flat(GrownRung rung) {
      String error =
          text(
              "%s errs by %.2f min%s%s, and more width does not make that less",
              rung.title(), rung.error(), askedFor(), bounds(rung));
      String next = ": other features, or more orders to learn from, might";
      return fits() ? error + next : error + next + "; " + shrink(rungs.getLast());
    }

    private static String bounds(GrownRung rung) {
      List<GateCheck> failed = rung.failed(Kind.OPTIMIZING);
      return failed.isEmpty() ? "" : "; the gate's bounds are missed: " + overruns(failed);
    }

    private String falling() {
      GrownRung last = fitting.getLast();
      String falls =
          fitting.size() < 2
              ? text("%s, the only one that fits, errs by %.2f min", last.title(), last.error())
              : text(
                  "the error still falls, from %.2f to %.2f min with %s (chance: %.2f)",
                  fitting.get(fitting.size() - 2).error(),
                  last.error(),
                  last.title(),
                  noise(fitting.get(fitting.size() - 2), last));
      return falls + askedFor() + bounds(last) + "; " + (fits() ? nextStep() : needs());
    }

    /** Whether everything did, so that the ladder ended before the machine. */
    private boolean fits() {
      return fitting.size() == rungs.size();
    }

    private String needs() {
      GrownRung over = rungs.getLast();
      return text(
          "%s errs by %.2f min and needs %s",
          over.title(), over.error(), overruns(over.failed(Kind.SATISFICING)));
    }

    /** The ladder ended: the next step by the growth of the last. */
    private String nextStep() {
      GrownRung last = fitting.getLast();
      GrownRung before = fitting.get(fitting.size() - 2);
      List<String> parts = new ArrayList<>();
      for (GateCheck check : last.report().checks()) {
        Double value = check.value();
        Double limit = check.limit();
        Double earlier = before.value(check.metric());
        if (check.kind() == Kind.SATISFICING && value != null && earlier != null && limit != null) {
          double next = earlier > 0 ? value * Math.max(1, value / earlier) : value;
          parts.add(text("%s %.3g of %.3g %s", check.metric(), next, limit, check.unit()).strip());
        }
      }
      return "the ladder ends here; by the growth of the last step a wider one would take about "
          + String.join(", ", parts);
    }

    private static String shrink(GrownRung over) {
      return over.title()
          + " needs "
          + over.failed(Kind.SATISFICING).stream()
              .map(check -> overrun(check) + " (" + remedy(check.metric()) + ")")
              .collect(Collectors.joining(", "));
    }

    private static String overruns(List<GateCheck> failed) {
      return failed.stream().map(Deliberation::overrun).collect(Collectors.joining(", "));
    }

    /** Such as {@code latency.p99 72 ms where 60 is the limit, 1.2 times that}. */
    private static String overrun(GateCheck check) {
      Double value = check.value();
      Double limit = check.limit();
      if (value == null || limit == null) {
        return check.metric();
      }
      String times = limit > 0 ? text(", %.2f times that", value / limit) : "";
      return text("%s %.3g %s", check.metric(), value, check.unit()).strip()
          + text(" where %.3g is the limit%s", limit, times);
    }

    private static String remedy(String metric) {
      return switch (metric) {
        case "latency.p50", "latency.p99", "latency.batch" ->
            "narrower layers, fewer features, more threads or processors";
        case "size" -> "fewer buckets and dimensions of embeddings, narrower layers";
        case "memory.native" -> "narrower layers, smaller embeddings";
        case "heap.allocated" -> "fewer features";
        case "gpu.memory", "gpu.load" -> "narrower layers, or a device with less else to do";
        default -> "a smaller network";
      };
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format is in this file
    private static String text(String format, Object... arguments) {
      return String.format(Locale.ROOT, format, arguments);
    }
  }
}
