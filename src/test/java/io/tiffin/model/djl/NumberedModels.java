package io.tiffin.model.djl;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.model.Manifest;
import io.tiffin.model.ManifestWriter;
import io.tiffin.model.ModelLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Real models, for tests of other rooms, that answer a number and take 4 MiB of memory. */
public final class NumberedModels {

  private static final int ROWS = 512;
  private static final int COLUMNS = 2048;

  private NumberedModels() {}

  public static ModelLoader loader(MeterRegistry registry) {
    return Bundles.loader(registry);
  }

  /** A version {@code eta} in {@code root} that answers {@code answer} minutes, at every rank. */
  public static void export(Path root, long version, float answer) throws Exception {
    TensorFlowLibrary.load(Bundles.NATIVE);
    Path directory = root.resolve("eta").resolve(Long.toString(version));
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> numbers =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
      Placeholder<TInt64> cuisine =
          tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1, 1)));
      Variable<TFloat32> ballast = tf.variable(Shape.of(ROWS, COLUMNS), TFloat32.class);
      session.run(
          tf.assign(ballast, tf.fill(tf.constant(new int[] {ROWS, COLUMNS}), tf.constant(answer))));
      Operand<TFloat32> few =
          tf.slice(ballast, tf.constant(new int[] {0, 0}), tf.constant(new int[] {2, 3}));
      Operand<TFloat32> nothing = tf.linalg.matMul(tf.math.mul(numbers, tf.constant(0f)), few);
      Signature signature =
          Signature.builder("serving_default")
              .input("numbers", numbers)
              .input("cuisine", cuisine)
              .output("minutes", tf.math.add(nothing, tf.constant(answer)))
              .build();
      SavedModelBundle.exporter(directory.toString())
          .withFunction(SessionFunction.create(signature, session))
          .export();
    }
    Files.copy(
        Path.of("src/test/models/keras/1/samples.jsonl"), directory.resolve("samples.jsonl"));
    describe(directory, version);
  }

  /** The files of a version under another number: a version of its own. */
  public static void copy(Path root, long from, long to) throws Exception {
    Path source = root.resolve("eta").resolve(Long.toString(from));
    Path target = root.resolve("eta").resolve(Long.toString(to));
    try (var paths = Files.walk(source)) {
      for (Path path : paths.toList()) {
        Path copy = target.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
    describe(target, to);
  }

  private static void describe(Path directory, long version) throws Exception {
    Manifest usual = Bundles.read("keras").manifest();
    var _ =
        ManifestWriter.write(
            directory,
            new Manifest(
                1,
                "eta",
                Long.toString(version),
                usual.engine(),
                usual.signature(),
                usual.inputs(),
                usual.outputs(),
                null,
                Map.of(),
                "samples.jsonl",
                Map.of()));
  }
}
