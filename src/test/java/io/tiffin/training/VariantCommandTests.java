package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.fixture.RealTicker;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.PoolSize;
import io.tiffin.model.Sample;
import io.tiffin.model.SampleEncoder;
import io.tiffin.model.Samples;
import io.tiffin.model.djl.onnx.BothEngines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantCommandTests {

  private static final Path ORIGINAL = Path.of("src/main/resources/models/eta/1");

  private final Catalogue catalogue = ProductCatalogue.read();
  private final RealTicker ticker = new RealTicker();
  private final ModelLoader loader =
      BothEngines.loader(
          catalogue, new ModelPools(new PoolSize(1, 8), new SimpleMeterRegistry(), ticker), ticker);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void theSameNetworkForAnotherEngineAnswersTheSame() throws Exception {
    assertThat(make("onnx", "eta/2")).isZero();

    Bundle original = new BundleReader(catalogue).read(ORIGINAL);
    Bundle variant = new BundleReader(catalogue).read(directory.resolve("eta/2"));
    assertThat(variant.manifest().engine().name()).isEqualTo("OnnxRuntime");
    assertThat(variant.manifest().version()).isEqualTo("2");
    assertThat(variant.manifest().evaluation()).isEqualTo(original.manifest().evaluation());
    assertThat(variant.manifest().timeLeft()).isEqualTo(original.manifest().timeLeft());
    assertThat(variant.manifest().inputs())
        .as("what drift is held against, among it")
        .isEqualTo(original.manifest().inputs());
    assertThat(variant.manifest().files()).containsOnlyKeys("model.onnx", "samples.jsonl");
    VariantReport report = report(original, variant);
    assertThat(report.largestDifference()).isLessThan(1e-4);
    assertThat(report.variant().error()).isCloseTo(report.original().error(), within(1e-3));
    assertThat(directory.resolve("eta").toFile().list()).containsExactly("2");
  }

  @Test
  void inFewerBitsItIsAThirdOfTheSizeAndErrsAsMuch() throws Exception {
    assertThat(make("onnx-int8", "eta/3")).isZero();

    Bundle original = new BundleReader(catalogue).read(ORIGINAL);
    Bundle variant = new BundleReader(catalogue).read(directory.resolve("eta/3"));
    assertThat(Files.size(variant.directory().resolve("model.onnx")))
        .isLessThan(Files.size(ORIGINAL.resolve("saved_model.pb")) / 3);
    assertThat(variant.manifest().evaluation()).as("they are the original's").isEmpty();
    VariantReport report = report(original, variant);
    assertThat(report.largestDifference()).isBetween(1e-4, 0.05);
    assertThat(report.variant().error() / report.original().error()).isBetween(0.98, 1.02);
  }

  @Test
  void theReportTellsSizeTimeAndError() throws Exception {
    make("onnx-int8", "eta/3");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "bytes",
            "p50, 1 order",
            "MAE, min",
            "eta 1, TensorFlow",
            "eta 3, OnnxRuntime",
            "ratio",
            "Wrote the bundle");
  }

  @Test
  void theSameCommandGivesTheSameFile() throws Exception {
    make("onnx-int8", "eta/3");
    make("onnx-int8", "again/eta/3");

    assertThat(directory.resolve("again/eta/3/model.onnx"))
        .hasSameBinaryContentAs(directory.resolve("eta/3/model.onnx"));
  }

  @Test
  void aVersionThatIsThereIsNotReplaced() throws Exception {
    Path there = Files.createDirectories(directory.resolve("eta/2"));

    assertThat(make("onnx", "eta/2")).isEqualTo(2);

    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("which is there already");
    assertThat(there).isEmptyDirectory();
  }

  @Test
  void aDirectoryOfAnotherModelIsRefused() throws Exception {
    assertThat(make("onnx", "other/2")).isEqualTo(2);

    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("expected a directory eta/<version>")
        .contains("--kind KIND");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aKindThatIsNoneIsRefused() throws Exception {
    assertThat(make("onnx-int4", "eta/2")).isEqualTo(2);

    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("--kind is 'onnx-int4', expected one of [onnx, onnx-int8]");
  }

  @Test
  void aVariantOfAVariantIsRefused() throws Exception {
    make("onnx", "eta/2");

    assertThat(make(directory.resolve("eta/2"), "onnx-int8", "eta/3")).isEqualTo(2);

    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("is for OnnxRuntime, expected TensorFlow");
  }

  private VariantReport report(Bundle original, Bundle variant) throws Exception {
    List<Sample> samples = Samples.read(ORIGINAL.resolve("samples.jsonl"));
    try (Model before = loader.load(original);
        Model after = loader.load(variant)) {
      return VariantReport.of(
          before,
          after,
          new SampleEncoder(catalogue).encode(original.manifest(), samples),
          samples,
          ticker);
    }
  }

  private int make(String kind, String output) throws IOException {
    return make(ORIGINAL, kind, output);
  }

  private int make(Path from, String kind, String output) throws IOException {
    return new VariantCommand(
            catalogue, loader, ticker, new PrintStream(out), new PrintStream(errors))
        .execute(
            List.of(
                "--from",
                from.toString(),
                "--kind",
                kind,
                "--output",
                directory.resolve(output).toString()));
  }
}
