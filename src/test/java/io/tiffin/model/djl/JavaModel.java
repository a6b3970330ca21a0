package io.tiffin.model.djl;

import io.tiffin.model.Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Models with the inputs and outputs of the Keras bundle, made by TensorFlow's Java classes, that
 * do what an exporter would not.
 */
final class JavaModel {

  private JavaModel() {}

  /** What is between the inputs and the output. */
  @FunctionalInterface
  interface Network {

    Operand<TFloat32> minutes(Ops tf, Operand<TFloat32> numbers, Operand<TFloat32> weights);
  }

  /** A bundle of one matrix of weights, 2 × 3, all of them {@code weight}. */
  static Bundle export(Path directory, float weight, Network network) throws Exception {
    TensorFlowLibrary.load(Bundles.NATIVE);
    Path exported = directory.resolve("exported");
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> numbers =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
      Placeholder<TInt64> cuisine =
          tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1, 1)));
      Variable<TFloat32> weights = tf.variable(Shape.of(2, 3), TFloat32.class);
      session.run(tf.assign(weights, tf.fill(tf.constant(new int[] {2, 3}), tf.constant(weight))));
      Signature signature =
          Signature.builder("serving_default")
              .input("numbers", numbers)
              .input("cuisine", cuisine)
              .output("minutes", network.minutes(tf, numbers, weights))
              .build();
      SavedModelBundle.exporter(exported.toString())
          .withFunction(SessionFunction.create(signature, session))
          .export();
    }
    Files.copy(Path.of("src/test/models/keras/1/samples.jsonl"), exported.resolve("samples.jsonl"));
    return Bundles.rewritten(exported);
  }

  /** The bundle with the shape of its output told as unknown. */
  static Bundle withoutShape(Bundle bundle) throws Exception {
    Path file = bundle.directory().resolve("saved_model.pb");
    SavedModel.Builder savedModel = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    MetaGraphDef.Builder graph = savedModel.getMetaGraphsBuilder(0);
    SignatureDef signature = graph.getSignatureDefOrThrow("serving_default");
    TensorInfo.Builder minutes = signature.getOutputsOrThrow("minutes").toBuilder();
    minutes.getTensorShapeBuilder().clear().setUnknownRank(true);
    graph.putSignatureDef(
        "serving_default", signature.toBuilder().putOutputs("minutes", minutes.build()).build());
    Files.write(file, savedModel.build().toByteArray());
    return Bundles.rewritten(bundle.directory());
  }
}
