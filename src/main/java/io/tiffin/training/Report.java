package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Scored;
import io.tiffin.training.Trainer.Taught;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is published of a network: beside its baselines on the rows it was chosen by and on the test
 * rows, and by groups of the latter.
 */
final class Report {

  private final PrintStream out;
  private final Dataset dataset;
  private final Taught taught;

  Report(PrintStream out, Dataset dataset, Taught taught) {
    this.out = out;
    this.dataset = dataset;
    this.taught = taught;
  }

  /** Prints all of it; returns the network's evaluation on the test rows. */
  Evaluation print() {
    Split split = dataset.split();
    Contenders contenders = new Contenders(taught, split.train(), dataset.groupedBy());
    out.printf(
        "The validation error was least after pass %d; ridge penalty %s.%n%n",
        taught.bestEpoch(), taught.wide().penalty());
    out.println(ReportTable.of("validation", contenders.evaluate(split.validation())));
    Map<String, Evaluation> test = contenders.evaluate(split.test());
    out.println(ReportTable.of("test", test));
    List<Scored> scored = contenders.network(split.test());
    dataset.groups().forEach((title, groups) -> printGroups(title, groups, scored));
    printDegraded(contenders);
    return Evaluation.of(scored);
  }

  private void printDegraded(Contenders contenders) {
    Map<String, Evaluation> degraded = new LinkedHashMap<>();
    dataset
        .degraded()
        .forEach((what, rows) -> degraded.put(what, Evaluation.of(contenders.network(rows))));
    if (!degraded.isEmpty()) {
      out.println(ReportTable.of("test, when", degraded));
    }
  }

  private void printGroups(String title, List<String> groups, List<Scored> scored) {
    List<Integer> rows = IntStream.range(0, scored.size()).boxed().toList();
    out.println(
        ReportTable.of("test, " + title, Evaluation.byGroup(rows, scored::get, groups::get)));
  }
}
