package io.tiffin.training;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A frozen network as TensorFlow's {@code saved_model.pb}: one file, its weights being constants of
 * the graph, with the signature {@value #SIGNATURE}. The same network gives the same bytes.
 */
final class SavedModelFile {

  static final String SIGNATURE = "serving_default";

  private static final String NAME = "saved_model.pb";

  private SavedModelFile() {}

  /** Writes the file into a directory that exists. */
  static void write(Path directory, FrozenNetwork network) throws IOException {
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(metaGraph(network))
            .build();
    try (OutputStream out = Files.newOutputStream(directory.resolve(NAME))) {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      coded.useDeterministicSerialization();
      model.writeTo(coded);
      coded.flush();
    }
  }

  private static MetaGraphDef metaGraph(FrozenNetwork network) {
    return MetaGraphDef.newBuilder()
        .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
        .setGraphDef(network.graph().toGraphDef())
        .putSignatureDef(SIGNATURE, signature(network))
        .build();
  }

  private static SignatureDef signature(FrozenNetwork network) {
    SignatureDef.Builder signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs(NetworkGraph.NUMERIC, tensor(network.network().numeric(), DataType.DT_FLOAT))
            .putOutputs(
                NetworkGraph.MINUTES, tensor(network.answer().minutes(), DataType.DT_FLOAT));
    Operand<?> categories = network.network().categories();
    if (categories != null) {
      signature.putInputs(NetworkGraph.CATEGORIES, tensor(categories, DataType.DT_INT64));
    }
    Operand<?> legs = network.answer().legs();
    if (legs != null) {
      signature.putOutputs(NetworkGraph.LEGS, tensor(legs, DataType.DT_FLOAT));
    }
    return signature.build();
  }

  private static TensorInfo tensor(Operand<?> operand, DataType type) {
    Output<?> output = operand.asOutput();
    return TensorInfo.newBuilder()
        .setName(output.op().name() + ":" + output.index())
        .setDtype(type)
        .setTensorShape(
            TensorShapeProto.newBuilder()
                .addDim(dimension(-1))
                .addDim(dimension(output.shape().get(1))))
        .build();
  }

  private static TensorShapeProto.Dim dimension(long size) {
    return TensorShapeProto.Dim.newBuilder().setSize(size).build();
  }
}
