package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.model.djl.TensorFlowLibrary;
import io.tiffin.training.TrainOptions.Source;
import io.tiffin.training.Trainer.Taught;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The command that trains: {@code java -jar tiffin.jar train …}. The report goes to standard
 * output, progress to standard error.
 */
public final class TrainCommand {

  private final PrintStream out;
  private final Progress progress;

  TrainCommand(PrintStream out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  /**
   * Runs the command and ends the process: 0 if it succeeded, 2 if what it was given cannot be
   * used.
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    try {
      TrainOptions options = TrainOptions.parse(List.of(arguments));
      TensorFlowLibrary.load(
          Path.of(System.getProperty("tiffin.model.native-directory", "data/native")));
      new TrainCommand(out, new ProgressBar(errors)).run(options);
    } catch (TrainingInputException refused) {
      errors.println(refused.getMessage());
      errors.println();
      errors.print(TrainOptions.USAGE);
      System.exit(2);
    }
  }

  /** Trains, reports and exports as the options say. */
  void run(TrainOptions options) throws IOException, TrainingInputException {
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
      case Source.City city -> CityDataset.simulate(city.days(), options.seed(), progress);
    };
  }
}
