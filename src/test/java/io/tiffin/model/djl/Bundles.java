package io.tiffin.model.djl;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.ManifestWriter;
import io.tiffin.model.Model;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.PoolSize;
import io.tiffin.model.TestCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** The bundles that were exported by Python, as they are or spoilt. */
public final class Bundles {

  public static final Path NATIVE =
      Path.of(System.getProperty("tiffin.model.native-directory", "target/native"));

  private static final Path MODELS = Path.of("src/test/models");
  private static final BundleReader READER = new BundleReader(TestCatalogue.catalogue());

  /** Stands still: no deadline passes but by waiting. */
  private static final Ticker TICKER = new FakeTicker();

  private Bundles() {}

  static ModelLoader loader(MeterRegistry registry) {
    return loader(registry, new PoolSize(2, 16));
  }

  static ModelLoader loader(MeterRegistry registry, PoolSize size) {
    return ModelLoader.of(
        List.of(tensorFlow()),
        new ModelPools(size, registry, TICKER),
        new ModelTrial(TestCatalogue.catalogue(), TICKER));
  }

  /** TensorFlow as the service has it. */
  public static ModelEngine tensorFlow() {
    return new TensorFlowEngine(
        () -> TensorFlowLibrary.load(NATIVE), SessionOptions.onTheCallersThread());
  }

  /** A bundle of the repository, such as {@code keras}. */
  public static Bundle read(String name) throws BundleRefusedException {
    return READER.read(MODELS.resolve(name).resolve("1"));
  }

  public static Bundle read(Path directory) throws BundleRefusedException {
    return READER.read(directory);
  }

  /** A copy of the Keras bundle whose graph was changed, with the digests made right again. */
  static Bundle withGraph(Path directory, Consumer<MetaGraphDef.Builder> change) throws Exception {
    copy(directory);
    Path file = directory.resolve("saved_model.pb");
    SavedModel.Builder savedModel = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    change.accept(savedModel.getMetaGraphsBuilder(0));
    Files.write(file, savedModel.build().toByteArray());
    return rewritten(directory);
  }

  /** A copy of the Keras bundle whose manifest was changed in one place. */
  static Bundle withManifest(Path directory, String good, String bad) throws Exception {
    copy(directory);
    Path file = directory.resolve("manifest.json");
    String json = Files.readString(file);
    if (!json.contains(good)) {
      throw new IllegalArgumentException(good + " is not in the manifest");
    }
    Files.writeString(file, json.replace(good, bad));
    return READER.read(directory);
  }

  /** Writes the manifest of {@code directory} again, as its files are now. */
  static Bundle rewritten(Path directory) throws Exception {
    Manifest manifest = read("keras").manifest();
    ManifestWriter.write(directory, manifest);
    return READER.read(directory);
  }

  static void copy(Path directory) throws IOException {
    Path from = MODELS.resolve("keras/1");
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path to = directory.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.copy(path, to);
        }
      }
    }
  }

  /** A deadline that no test reaches. */
  public static Deadline later() {
    return Deadline.in(Duration.ofMinutes(1), TICKER);
  }

  static Model load(Bundle bundle, MeterRegistry registry) throws BundleRefusedException {
    return loader(registry).load(bundle);
  }
}
