package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.Reference;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.ManifestWriter;
import io.tiffin.model.Sample;
import io.tiffin.model.Samples;
import io.tiffin.training.Normalisation.Moments;
import io.tiffin.training.Trainer.Taught;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/** Writes a network as a bundle, in TensorFlow Serving's layout {@code <name>/<version>/}. */
final class BundleExport {

  private static final String SAMPLES = "samples.jsonl";

  private BundleExport() {}

  /**
   * Writes the SavedModel, the samples and, last, the manifest; replaces those of an older run.
   *
   * @param directory {@code <name>/<version>}; made if it is not there
   * @param reference rows that tell how inputs are usually distributed
   * @param evaluation what the manifest says of the version
   * @param timeLeft what was learnt of orders on their way; null if nothing was
   * @param samples a small labelled set
   * @throws TrainingInputException if the directory's names are no name and version of a model
   */
  static Manifest write(
      Path directory,
      Taught taught,
      TrainingRows reference,
      Evaluation evaluation,
      Manifest.@Nullable TimeLeft timeLeft,
      List<Sample> samples)
      throws IOException, TrainingInputException {
    Path version = directory.toAbsolutePath().normalize();
    Path name = version.getParent();
    if (name == null || name.getFileName() == null) {
      throw new TrainingInputException(directory + ": expected a directory <name>/<version>");
    }
    Files.createDirectories(version);
    try (FrozenNetwork network = taught.freeze()) {
      SavedModelFile.write(version, network);
    }
    Samples.write(version.resolve(SAMPLES), samples);
    Manifest manifest =
        manifest(
            name.getFileName().toString(),
            version.getFileName().toString(),
            taught,
            reference,
            evaluation,
            timeLeft);
    try {
      return ManifestWriter.write(version, manifest);
    } catch (BundleRefusedException refused) {
      throw new TrainingInputException(directory + ": " + refused.getMessage(), refused);
    }
  }

  private static Manifest manifest(
      String name,
      String version,
      Taught taught,
      TrainingRows reference,
      Evaluation evaluation,
      Manifest.@Nullable TimeLeft timeLeft) {
    return new Manifest(
        1,
        name,
        version,
        new Manifest.Engine("TensorFlow", TensorFlow.version()),
        SavedModelFile.SIGNATURE,
        inputs(taught, reference),
        new Manifest.Outputs(
            new Manifest.Minutes(NetworkGraph.MINUTES, NetworkGraph.RANKS, null), legs(taught)),
        timeLeft,
        evaluation.metrics(),
        SAMPLES,
        Map.of());
  }

  private static Manifest.@Nullable Legs legs(Taught taught) {
    return taught.design().tellsLegs() ? new Manifest.Legs(NetworkGraph.LEGS) : null;
  }

  private static List<InputTensor> inputs(Taught taught, TrainingRows reference) {
    NetworkDesign design = taught.design();
    List<Column> numbers = new ArrayList<>();
    for (int number = 0; number < design.numbers().size(); number++) {
      Moments moments = taught.normalisation().columns().get(number);
      numbers.add(
          new Column(
              design.numbers().get(number).feature(),
              Missing.NAN,
              null,
              null,
              moments.mean(),
              moments.standardDeviation(),
              InputReferences.ofNumber(design, reference, number)));
    }
    List<InputTensor> inputs = new ArrayList<>();
    inputs.add(new InputTensor(NetworkGraph.NUMERIC, TensorType.FLOAT32, numbers));
    List<Column> categories = new ArrayList<>();
    for (int category = 0; category < design.categories().size(); category++) {
      categories.add(
          category(
              design.categories().get(category),
              InputReferences.ofCategory(design, reference, category)));
    }
    if (!categories.isEmpty()) {
      inputs.add(new InputTensor(NetworkGraph.CATEGORIES, TensorType.INT64, categories));
    }
    return inputs;
  }

  private static Column category(CategoryColumn column, @Nullable Reference reference) {
    Integer buckets = column.isText() ? column.buckets() : null;
    return new Column(column.feature(), Missing.DEFAULT, null, buckets, null, null, reference);
  }
}
