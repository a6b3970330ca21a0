package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.feature.Catalogue;
import io.tiffin.training.TrainOptions.Source;
import io.tiffin.training.Trainer.Taught;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The command that trains. The report goes to one stream, progress to the other. */
public final class TrainCommand {

  private final Catalogue catalogue;
  private final PrintStream out;
  private final PrintStream errors;
  private final Progress progress;

  /**
   * A command that writes as UTF-8.
   *
   * @param catalogue the features that the city's model may read
   * @param out takes the report
   * @param errors takes progress and refusals
   */
  public TrainCommand(Catalogue catalogue, PrintStream out, PrintStream errors) {
    this.catalogue = catalogue;
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
    TrainerSettings settings = TrainerSettings.withSeed(options.seed());
    Taught taught =
        new Trainer(dataset.design(), settings, progress).teach(split.train(), split.validation());
    Evaluation evaluation = new Report(out, dataset, taught).print();
    if (options.ablates()) {
      new Ablation(dataset, settings, progress).print(taught, out);
    }
    if (options.output() != null) {
      BundleExport.write(options.output(), taught, evaluation, dataset.samples());
      out.printf("Wrote the bundle %s%n", options.output());
    }
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
