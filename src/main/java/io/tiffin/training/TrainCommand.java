package io.tiffin.training;

import io.tiffin.estimate.Outlook;
import io.tiffin.estimate.TimeLeft;
import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Scored;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.Manifest;
import io.tiffin.training.TrainOptions.Source;
import io.tiffin.training.Trainer.Taught;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The command that trains. The report goes to one stream, progress to the other. */
public final class TrainCommand {

  private final Catalogue catalogue;
  private final PrintStream out;
  private final PrintStream errors;
  private final Progress progress;
  private final Supplier<GrowthMachine> machine;

  /**
   * A command that writes as UTF-8.
   *
   * @param catalogue the features that the city's model may read
   * @param machine what models are grown for; asked only by that
   * @param out takes the report
   * @param errors takes progress and refusals
   */
  public TrainCommand(
      Catalogue catalogue, Supplier<GrowthMachine> machine, PrintStream out, PrintStream errors) {
    this.catalogue = catalogue;
    this.machine = machine;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.errors = new PrintStream(errors, true, StandardCharsets.UTF_8);
    progress = new ProgressBar(this.errors);
  }

  /**
   * Trains as the arguments say; TensorFlow's library must be loaded.
   *
   * @return the process's status: 0, or 2 if what was given cannot be used, which is said in one
   *     sentence
   * @throws IOException if the bundle cannot be written
   */
  public int execute(List<String> arguments) throws IOException {
    try {
      run(TrainOptions.parse(arguments));
      return 0;
    } catch (TrainingInputException refused) {
      errors.println(refused.getMessage());
      errors.println();
      errors.print(TrainOptions.USAGE);
      return 2;
    }
  }

  private void run(TrainOptions options) throws IOException, TrainingInputException {
    Dataset dataset = dataset(options);
    Split split = dataset.split();
    out.printf(
        "%d rows to learn from, %d to choose by, %d to report on%n%n",
        split.train().size(), split.validation().size(), split.test().size());
    GrowthOptions growth = options.growth();
    if (growth == null) {
      train(options, dataset);
    } else {
      grow(options, growth, dataset);
    }
  }

  private void train(TrainOptions options, Dataset dataset)
      throws IOException, TrainingInputException {
    Split split = dataset.split();
    TrainerSettings settings = TrainerSettings.withSeed(options.seed());
    Taught taught =
        new Trainer(dataset.design(), settings, progress).teach(split.train(), split.validation());
    Evaluation evaluation = new Report(out, dataset, taught).print();
    Manifest.TimeLeft timeLeft = timeLeft(dataset.journeys(), taught);
    if (options.ablates()) {
      new Ablation(dataset, settings, progress).print(taught, out);
    }
    if (options.output() != null) {
      BundleExport.write(
          options.output(),
          taught,
          dataset.reference(),
          evaluation,
          timeLeft,
          dataset.usualSamples());
      out.printf("Wrote the bundle %s%n", options.output());
    }
  }

  private void grow(TrainOptions options, GrowthOptions growth, Dataset dataset)
      throws IOException, TrainingInputException {
    Path output = options.output();
    Path model = output == null ? null : output.toAbsolutePath().normalize().getParent();
    String name =
        model == null || model.getFileName() == null ? "eta" : model.getFileName().toString();
    Growth.Grown grown =
        new Growth(catalogue, machine.get(), growth, options.seed(), out, progress)
            .climb(dataset, name);
    ColumnSelection selection = grown.selection();
    Taught taught = grown.taught();
    if (output == null || selection == null || taught == null) {
      return;
    }
    List<Scored> scored =
        new Contenders(taught, dataset.split().train(), List.of())
            .network(selection.rows(dataset.split().test()));
    BundleExport.write(
        output,
        taught,
        selection.rows(dataset.reference()),
        Evaluation.of(scored),
        timeLeft(selection.journeys(dataset.journeys()), taught),
        dataset.samples().apply(growth.samples()));
    out.printf("Wrote the bundle %s%n", output);
  }

  /** Learns what is left of orders on their way, and reports on it; null without any. */
  private Manifest.@Nullable TimeLeft timeLeft(Journeys journeys, Taught taught) {
    Manifest.TimeLeft table =
        TimeLeftFit.fit(journeys.learn(), JourneyOutlooks.of(journeys.learn(), taught));
    List<Outlook> outlooks = JourneyOutlooks.of(journeys.test(), taught);
    new TimeLeftReport(journeys.test(), outlooks, TimeLeft.of(table)).print(out);
    return table;
  }

  private Dataset dataset(TrainOptions options) throws TrainingInputException {
    return switch (options.source()) {
      case Source.Csv csv ->
          CsvDataset.read(csv.file(), CsvMapping.read(csv.mapping()), csv.split());
      case Source.City city ->
          CityDataset.simulate(catalogue, city.days(), options.seed(), progress);
    };
  }
}
