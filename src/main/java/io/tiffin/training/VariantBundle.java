package io.tiffin.training;

import com.google.protobuf.ByteString;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.ManifestWriter;
import io.tiffin.training.VariantOptions.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.proto.SavedModel;

/** A variant as files in a directory that nobody serves from, until it is moved in place. */
final class VariantBundle implements AutoCloseable {

  private static final String TENSORFLOW = "TensorFlow";
  private static final String SAVED_MODEL = "saved_model.pb";
  private static final String ONNX = "model.onnx";

  /** The major version of the engine; which minor one runs it is no matter. */
  private static final Manifest.Engine ENGINE = new Manifest.Engine("OnnxRuntime", "1");

  private final Path directory;
  private final Path place;

  private VariantBundle(Path directory, Path place) {
    this.directory = directory;
    this.place = place;
  }

  /**
   * Writes a variant of a bundle.
   *
   * @param place the directory {@code <name>/<version>} that it will have
   * @throws TrainingInputException if it cannot be made of this bundle or not have this place
   */
  static VariantBundle of(Bundle original, Kind kind, Path place)
      throws IOException, TrainingInputException, BundleRefusedException {
    Path target = place.toAbsolutePath().normalize();
    Path parent = parent(original, target);
    ByteString model = converted(original, kind);
    Files.createDirectories(parent);
    Path unfinished =
        parent.resolve(target.getFileName() + ".unfinished-" + ProcessHandle.current().pid());
    VariantBundle bundle = new VariantBundle(Files.createDirectory(unfinished), target);
    try {
      bundle.write(original, model, kind);
      return bundle;
    } catch (IOException | BundleRefusedException | RuntimeException failure) {
      bundle.close();
      throw failure;
    }
  }

  private static Path parent(Bundle original, Path target) throws TrainingInputException {
    Path parent = target.getParent();
    String name = original.manifest().name();
    boolean isOfModel =
        parent != null && parent.getFileName() != null && parent.endsWith(Path.of(name));
    if (parent == null || !isOfModel) {
      throw new TrainingInputException(
          "--output is " + target + ", expected a directory " + name + "/<version>");
    }
    if (Files.exists(target)) {
      throw new TrainingInputException("--output is " + target + ", which is there already");
    }
    return parent;
  }

  private static ByteString converted(Bundle original, Kind kind)
      throws IOException, TrainingInputException {
    Manifest manifest = original.manifest();
    if (!manifest.engine().name().equals(TENSORFLOW)) {
      throw new TrainingInputException(
          original + " is for " + manifest.engine().name() + ", expected " + TENSORFLOW);
    }
    SavedModel model =
        SavedModel.parseFrom(Files.readAllBytes(original.directory().resolve(SAVED_MODEL)));
    return OnnxConversion.of(model, manifest.signature(), kind == Kind.ONNX_INT8);
  }

  private void write(Bundle original, ByteString model, Kind kind)
      throws IOException, BundleRefusedException {
    Files.write(directory.resolve(ONNX), model.toByteArray());
    Manifest manifest = original.manifest();
    String samples = manifest.samples();
    if (samples != null) {
      Path copy = directory.resolve(samples);
      Files.createDirectories(copy.getParent());
      Files.copy(original.directory().resolve(samples), copy);
    }
    ManifestWriter.write(directory, manifest(manifest, kind));
  }

  /** The original's metrics are not those of other numbers. */
  private Manifest manifest(Manifest original, Kind kind) {
    return new Manifest(
        original.manifestVersion(),
        original.name(),
        String.valueOf(place.getFileName()),
        ENGINE,
        original.signature(),
        original.inputs(),
        original.outputs(),
        original.timeLeft(),
        kind == Kind.ONNX ? original.evaluation() : Map.of(),
        original.samples(),
        Map.of());
  }

  Path directory() {
    return directory;
  }

  /** Makes it a version that can be found, all at once. */
  void moveInPlace() throws IOException {
    Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what was not moved in place. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
