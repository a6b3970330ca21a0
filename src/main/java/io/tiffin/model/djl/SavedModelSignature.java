package io.tiffin.model.djl;

import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.djl.SignatureRules.DeclaredTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** A SavedModel's signature beside the manifest. */
final class SavedModelSignature {

  private static final SignatureRules RULES =
      new SignatureRules(
          SavedModelGraph.FILE,
          Map.of(
              TensorType.FLOAT32, DataType.DT_FLOAT.name(),
              TensorType.INT64, DataType.DT_INT64.name()));

  private SavedModelSignature() {}

  static void check(SignatureDef signature, Manifest manifest) throws BundleRefusedException {
    RULES.check(declared(signature.getInputsMap()), declared(signature.getOutputsMap()), manifest);
  }

  private static Map<String, DeclaredTensor> declared(Map<String, TensorInfo> tensors) {
    Map<String, DeclaredTensor> declared = new TreeMap<>();
    tensors.forEach((name, tensor) -> declared.put(name, declared(tensor)));
    return declared;
  }

  private static DeclaredTensor declared(TensorInfo tensor) {
    TensorShapeProto shape = tensor.getTensorShape();
    List<Long> dimensions = shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    return new DeclaredTensor(tensor.getDtype().name(), shape.getUnknownRank() ? null : dimensions);
  }
}
