package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Examples;
import io.tiffin.model.Manifest;
import io.tiffin.model.Sample;
import io.tiffin.model.SampleEncoder;
import io.tiffin.model.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class TrainCommandTests {

  private static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              new FeatureView(
                  "orders",
                  EntityType.REQUEST,
                  ViewKind.REQUEST,
                  Duration.ZERO,
                  null,
                  List.of(),
                  List.of(
                      feature("distance", FeatureType.DOUBLE, 2.0),
                      feature("day", FeatureType.STRING, "")))));

  @TempDir private static Path directory;

  private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
  private static final ByteArrayOutputStream ERRORS = new ByteArrayOutputStream();

  private static int status;

  @BeforeAll
  static void train() throws Exception {
    TestRows.loadTensorFlow();
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("minutes,distance,day\n");
    for (int row = 0; row < 800; row++) {
      double distance = random.nextDouble(1, 9);
      boolean isBusy = random.nextBoolean();
      double minutes =
          (10 + 2 * distance + (isBusy ? 8 : 0)) * Math.exp(0.05 * random.nextGaussian());
      csv.append("%.3f,%.3f,%s%n".formatted(minutes, distance, isBusy ? "Sat" : "Mon"));
    }
    Files.writeString(directory.resolve("orders.csv"), csv);
    Files.writeString(
        directory.resolve("mapping.yaml"),
        """
        view: orders
        target: minutes
        numbers: {distance: }
        categories: {day: {dimensions: 2}}
        wide: [numbers, day]
        """);
    status = run("eta/1");
  }

  @Test
  void theReportTellsEveryContenderOnValidationAndTest() {
    String report = OUT.toString(StandardCharsets.UTF_8);

    assertThat(status).isZero();
    assertThat(report)
        .contains("480 rows to learn from, 160 to choose by, 160 to report on")
        .containsSubsequence(
            "validation",
            "constant median",
            "mean of the group",
            "ridge, same features",
            "network",
            "test",
            "constant median",
            "network");
  }

  @Test
  void progressGoesToTheOtherStream() {
    assertThat(ERRORS.toString(StandardCharsets.UTF_8)).contains("learning").contains("100 %");
  }

  @Test
  void theBundleIsOneThatTheReaderTakesAndSaysItsMetrics() throws Exception {
    Bundle bundle = new BundleReader(CATALOGUE).read(directory.resolve("eta/1"));

    assertThat(bundle.manifest().name()).isEqualTo("eta");
    assertThat(bundle.manifest().version()).isEqualTo("1");
    assertThat(bundle.manifest().evaluation()).containsKeys("mae", "bias", "coverage");
    assertThat(bundle.manifest().evaluation().get("mae")).isLessThan(2);
    assertThat(bundle.manifest().files()).containsOnlyKeys("saved_model.pb", "samples.jsonl");
  }

  @Test
  void theBundleTellsHowItsInputsWereDistributed() throws Exception {
    Manifest manifest = new BundleReader(CATALOGUE).read(directory.resolve("eta/1")).manifest();

    Manifest.Reference distance = manifest.inputs().get(0).columns().getFirst().reference();
    assertThat(distance).isInstanceOf(Manifest.Ranges.class);
    assertThat(((Manifest.Ranges) distance).edges()).hasSize(9);
    assertThat(((Manifest.Ranges) distance).edges().get(4)).isCloseTo(5, within(0.6));
    Manifest.Reference day = manifest.inputs().get(1).columns().getFirst().reference();
    assertThat(day).isInstanceOf(Manifest.Values.class);
    assertThat(((Manifest.Values) day).shares()).hasSize(2).allMatch(share -> share > 0.4);
  }

  @Test
  void theExportedModelAnswersTheSamplesAboutAsItsErrorSays() throws Exception {
    Bundle bundle = new BundleReader(CATALOGUE).read(directory.resolve("eta/1"));
    List<Sample> samples = Samples.read(bundle.directory().resolve("samples.jsonl"));

    float[] minutes = answers(bundle, samples);

    double error = 0;
    for (int row = 0; row < samples.size(); row++) {
      error += Math.abs(minutes[4 * row + 1] - samples.get(row).minutes()) / samples.size();
    }
    assertThat(samples).hasSize(64);
    assertThat(error).isCloseTo(bundle.manifest().evaluation().get("mae"), within(0.6));
  }

  @Test
  void theSameCommandGivesTheSameFilesBitForBit() throws Exception {
    TrainingProcess.run(directory.resolve("once.txt"), arguments("once/eta/1"));
    TrainingProcess.run(directory.resolve("again.txt"), arguments("again/eta/1"));

    for (String file :
        List.of("eta/1/saved_model.pb", "eta/1/samples.jsonl", "eta/1/manifest.json")) {
      assertThat(directory.resolve("again").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("once").resolve(file));
    }
    assertThat(directory.resolve("again.txt"))
        .hasSameTextualContentAs(directory.resolve("once.txt"));
  }

  @Test
  void aWrongOptionIsRefusedWithTheUsage() throws IOException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    int refused =
        new TrainCommand(
                CATALOGUE,
                TrainCommandTests::noMachine,
                new PrintStream(OUT),
                new PrintStream(errors))
            .execute(List.of("--simulated-weeks", "3"));

    assertThat(refused).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("'--simulated-weeks' is not an option")
        .contains("--simulated-days DAYS");
  }

  private static int run(String output) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      return command(new PrintStream(OUT), new PrintStream(ERRORS)).execute(arguments(output));
    } finally {
      Locale.setDefault(before);
    }
  }

  static TrainCommand command(PrintStream out, PrintStream errors) {
    return new TrainCommand(CATALOGUE, TrainCommandTests::noMachine, out, errors);
  }

  private static List<String> arguments(String output) {
    return List.of(
        "--csv", directory.resolve("orders.csv").toString(),
        "--mapping", directory.resolve("mapping.yaml").toString(),
        "--output", directory.resolve(output).toString());
  }

  private static GrowthMachine noMachine() {
    throw new AssertionError("plain training asks for no gate");
  }

  private static float[] answers(Bundle bundle, List<Sample> samples) throws Exception {
    Examples examples = new SampleEncoder(CATALOGUE).encode(bundle.manifest(), samples);
    int rows = examples.rows();
    try (SavedModelBundle model = SavedModelBundle.load(bundle.directory().toString(), "serve");
        TFloat32 numeric =
            TFloat32.tensorOf(Shape.of(rows, 1), DataBuffers.of(examples.floats(0)));
        TInt64 categories = TInt64.tensorOf(Shape.of(rows, 1), DataBuffers.of(examples.longs(1)));
        Result result =
            model
                .function("serving_default")
                .call(Map.of("numeric", numeric, "categories", categories))) {
      return InputTensors.values(result.get("minutes").orElseThrow());
    }
  }

  private static Feature feature(String name, FeatureType type, Object defaultValue) {
    return new Feature(
        new FeatureName("orders", name),
        type,
        "",
        defaultValue,
        null,
        new Origin.Request(),
        Duration.ZERO,
        name);
  }
}
