package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.feature.Catalogue;
import io.tiffin.gate.GateReport;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.training.Trainer.Taught;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Grows a model on a machine that is given: from few features and narrow layers to all and wide
 * ones, each judged by the gate, until one costs more than the machine allows (Ng, "Machine
 * Learning Yearning", 2018, on optimizing and satisficing metrics).
 */
final class Growth {

  private final Catalogue catalogue;
  private final GrowthMachine machine;
  private final GrowthOptions options;
  private final long seed;
  private final PrintStream out;
  private final Progress progress;

  Growth(
      Catalogue catalogue,
      GrowthMachine machine,
      GrowthOptions options,
      long seed,
      PrintStream out,
      Progress progress) {
    this.catalogue = catalogue;
    this.machine = machine;
    this.options = options;
    this.seed = seed;
    this.out = out;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param advice what is recommended
   * @param selection columns of the chosen network; null if none fits
   * @param taught the chosen network; null if none fits
   */
  record Grown(GrowthAdvice advice, @Nullable ColumnSelection selection, @Nullable Taught taught) {}

  private record Taken(ColumnSelection selection, Taught taught) {}

  /**
   * Climbs the ladder, prints the frontier and writes it.
   *
   * @param name what the model is called
   * @throws TrainingInputException if a network cannot be judged at all
   */
  Grown climb(Dataset dataset, String name) throws IOException, TrainingInputException {
    out.printf(
        Locale.ROOT,
        "Growing for %s, profile %s, passes a rung: %d, %.4f for a vCPU-hour%n%n",
        machine.infrastructure().machine(),
        machine.infrastructure().profile(),
        options.rungEpochs(),
        options.vcpuHour());
    List<GrownRung> grown = new ArrayList<>();
    List<Taken> taken = new ArrayList<>();
    Path work = Files.createTempDirectory("tiffin-growth-");
    try {
      for (Rung rung : Rung.ladder(dataset.design())) {
        ColumnSelection selection = new ColumnSelection(dataset.design(), rung.set());
        Taught taught = teach(dataset.split(), selection, rung);
        GrownRung judged = judge(dataset, selection, taught, rung, work.resolve(name));
        grown.add(judged);
        taken.add(new Taken(selection, taught));
        say(judged);
        if (!judged.fits()) {
          break;
        }
      }
    } finally {
      delete(work);
    }
    GrowthAdvice advice = GrowthAdvice.of(grown, options.targetMae());
    write(grown, advice);
    Integer chosen = advice.chosen();
    return chosen == null
        ? new Grown(advice, null, null)
        : new Grown(advice, taken.get(chosen).selection(), taken.get(chosen).taught());
  }

  private Taught teach(Split split, ColumnSelection selection, Rung rung) {
    TrainerSettings usual = TrainerSettings.withSeed(seed);
    TrainerSettings settings = usual.withEpochs(options.rungEpochs(), usual.batchRows());
    return new Trainer(selection.design(rung.hidden()), settings, progress)
        .teach(selection.rows(split.train()), selection.rows(split.validation()));
  }

  private GrownRung judge(
      Dataset dataset, ColumnSelection selection, Taught taught, Rung rung, Path model)
      throws IOException, TrainingInputException {
    TrainingRows validation = selection.rows(dataset.split().validation());
    Evaluation test =
        Evaluation.of(
            new Contenders(taught, validation, List.of())
                .network(selection.rows(dataset.split().test())));
    Path version = model.resolve(Integer.toString(rung.number()));
    BundleExport.write(
        version,
        taught,
        selection.rows(dataset.reference()),
        test,
        null,
        dataset.samples().apply(options.samples()));
    return new GrownRung(
        rung.title(),
        errors(taught, validation),
        test.accuracy().meanAbsoluteError(),
        judge(version, rung.number() == 1));
  }

  /**
   * @param isFirst the first verdict of a process finds the code cold, and is given again
   */
  private GateReport judge(Path version, boolean isFirst) throws TrainingInputException {
    try {
      Bundle bundle = new BundleReader(catalogue).read(version);
      GateReport report = machine.gate().judge(bundle, null);
      return isFirst ? machine.gate().judge(bundle, null) : report;
    } catch (BundleRefusedException refused) {
      throw new TrainingInputException(
          "the gate cannot judge what was trained: " + refused.getMessage(), refused);
    }
  }

  private static double[] errors(Taught taught, TrainingRows rows) {
    try (FrozenNetwork network = taught.freeze()) {
      double[] errors = network.medians(rows);
      Arrays.setAll(errors, row -> Math.abs(errors[row] - rows.minutes(row)));
      return errors;
    }
  }

  private void say(GrownRung rung) {
    out.printf(
        Locale.ROOT,
        "%-16s errs by %.2f min, p99 %.2f ms, %.2f MiB: %s%n",
        rung.title(),
        rung.error(),
        rung.value("latency.p99"),
        rung.value("size"),
        rung.fits() ? "fits" : "does not fit");
  }

  private void write(List<GrownRung> grown, GrowthAdvice advice) throws IOException {
    GrowthTable table = new GrowthTable(grown, advice, options.vcpuHour());
    out.println();
    out.println(table.markdown());
    Path directory = options.directory();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("growth.md"), table.markdown());
    Files.writeString(directory.resolve("growth.csv"), table.csv());
    Files.writeString(
        directory.resolve("growth.svg"), GrowthChart.svg(grown, advice, options.vcpuHour()));
    out.printf("Wrote growth.md, growth.csv and growth.svg into %s%n", directory);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
