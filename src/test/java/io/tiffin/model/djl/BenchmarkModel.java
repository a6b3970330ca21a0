package io.tiffin.model.djl;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.Engine;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Minutes;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.Outputs;
import io.tiffin.model.Manifest.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

/** An untrained network of the bundled model's size. */
final class BenchmarkModel {

  private static final int COLUMNS = 60;
  private static final int[] LAYERS = {COLUMNS, 64, 32, 4};

  private BenchmarkModel() {}

  static Manifest export(Path directory) throws Exception {
    TensorFlowLibrary.load(Bundles.NATIVE);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> numbers =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, COLUMNS)));
      Operand<TFloat32> layer = numbers;
      for (int index = 1; index < LAYERS.length; index++) {
        layer =
            tf.nn.relu(
                tf.linalg.matMul(layer, weights(tf, session, LAYERS[index - 1], LAYERS[index])));
      }
      Signature signature =
          Signature.builder("serving_default")
              .input("numbers", numbers)
              .output("minutes", layer)
              .build();
      SavedModelBundle.exporter(directory.toString())
          .withFunction(SessionFunction.create(signature, session))
          .export();
    }
    return manifest();
  }

  private static Variable<TFloat32> weights(Ops tf, Session session, int from, int to) {
    Variable<TFloat32> weights = tf.variable(Shape.of(from, to), TFloat32.class);
    session.run(
        tf.assign(
            weights, tf.random.truncatedNormal(tf.constant(new int[] {from, to}), TFloat32.class)));
    return weights;
  }

  private static Manifest manifest() {
    List<Column> columns =
        IntStream.range(0, COLUMNS)
            .mapToObj(index ->
                new Column(
                    new FeatureName("benchmark", "column_" + index),
                    Missing.DEFAULT,
                    null,
                    null,
                    null,
                    null))
            .toList();
    return new Manifest(
        1,
        "benchmark",
        "1",
        new Engine("TensorFlow", "2.16.1"),
        "serving_default",
        List.of(new InputTensor("numbers", TensorType.FLOAT32, columns)),
        new Outputs(new Minutes("minutes", List.of(0.1, 0.5, 0.8, 0.9), null), null),
        null,
        Map.of(),
        null,
        Map.of());
  }
}
