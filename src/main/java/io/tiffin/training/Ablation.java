package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Scored;
import io.tiffin.training.Trainer.Taught;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What live features are worth: the test error of a network that learnt without them, beside that
 * of the one that learnt with them.
 */
final class Ablation {

  private final Dataset dataset;
  private final TrainerSettings settings;
  private final Progress progress;

  Ablation(Dataset dataset, TrainerSettings settings, Progress progress) {
    this.dataset = dataset;
    this.settings = settings;
    this.progress = progress;
  }

  /** Teaches the other network and prints both errors, overall and by surge. */
  void print(Taught taught, PrintStream out) {
    NetworkDesign design = dataset.design();
    Split without =
        new Split(
            blank(dataset.split().train()),
            blank(dataset.split().validation()),
            blank(dataset.split().test()));
    Taught blind =
        new Trainer(design, settings, progress).teach(without.train(), without.validation());
    List<Scored> seeing = scored(taught, dataset.split());
    List<Scored> unseeing = scored(blind, without);
    out.printf("%-34s %10s %10s %10s%n", "test MAE", "live", "no live", "more by");
    print(out, "all", Evaluation.of(seeing), Evaluation.of(unseeing));
    List<String> surges = dataset.groups().getOrDefault(CityGroups.SURGES, List.of());
    if (!surges.isEmpty()) {
      Map<String, Evaluation> seeingBy = bySurge(seeing, surges);
      bySurge(unseeing, surges)
          .forEach((group, evaluation) ->
              print(out, group, Objects.requireNonNull(seeingBy.get(group)), evaluation));
    }
    out.println();
  }

  /** A copy in which every live number is missing, and what is computed from them too. */
  private TrainingRows blank(TrainingRows rows) {
    TrainingRows blank = rows.range(0, rows.size());
    for (int column = 0; column < dataset.design().numbers().size(); column++) {
      if (isLive(dataset.design().numbers().get(column))) {
        for (int row = 0; row < blank.size(); row++) {
          blank.number(row, column, Double.NaN);
        }
      }
    }
    return blank;
  }

  private static boolean isLive(NumberColumn column) {
    return column.feature().view().endsWith("_live")
        || column.feature().feature().endsWith("naive_s");
  }

  private List<Scored> scored(Taught network, Split split) {
    return new Contenders(network, split.train(), List.of()).network(split.test());
  }

  private static Map<String, Evaluation> bySurge(List<Scored> scored, List<String> surges) {
    List<Integer> rows = IntStream.range(0, scored.size()).boxed().toList();
    return Evaluation.byGroup(rows, scored::get, surges::get);
  }

  private static void print(PrintStream out, String group, Evaluation live, Evaluation none) {
    double with = live.accuracy().meanAbsoluteError();
    double without = none.accuracy().meanAbsoluteError();
    out.printf(
        Locale.ROOT,
        "%-34s %10.3f %10.3f %8.1f %%%n",
        group,
        with,
        without,
        100 * (without / with - 1));
  }
}
