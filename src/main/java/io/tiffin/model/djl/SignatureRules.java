package io.tiffin.model.djl;

import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Legs;
import io.tiffin.model.Manifest.Minutes;
import io.tiffin.model.Manifest.TensorType;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** What a signature's tensors must be for the manifest to be true. */
final class SignatureRules {

  static final int LEGS = 3;

  private SignatureRules() {}

  static void check(SignatureDef signature, Manifest manifest) throws BundleRefusedException {
    Set<String> declared =
        manifest.inputs().stream()
            .map(InputTensor::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = new TreeSet<>(signature.getInputsMap().keySet());
    if (!declared.equals(found)) {
      throw new BundleRefusedException(
          SavedModelGraph.FILE
              + ": signature takes the inputs "
              + found
              + ", the manifest feeds "
              + declared);
    }
    for (InputTensor input : manifest.inputs()) {
      DataType type = input.type() == TensorType.FLOAT32 ? DataType.DT_FLOAT : DataType.DT_INT64;
      check(signature.getInputsMap(), "input", input.name(), type, input.columns().size());
    }
    Minutes minutes = manifest.outputs().minutes();
    check(
        signature.getOutputsMap(),
        "output",
        minutes.output(),
        DataType.DT_FLOAT,
        minutes.quantiles().size());
    Legs legs = manifest.outputs().legs();
    if (legs != null) {
      check(signature.getOutputsMap(), "output", legs.output(), DataType.DT_FLOAT, LEGS);
    }
  }

  private static void check(
      Map<String, TensorInfo> tensors, String role, String name, DataType type, int columns)
      throws BundleRefusedException {
    TensorInfo tensor = tensors.get(name);
    if (tensor == null) {
      throw new BundleRefusedException(
          SavedModelGraph.FILE
              + ": signature has no "
              + role
              + " '"
              + name
              + "', only "
              + new TreeSet<>(tensors.keySet()));
    }
    if (tensor.getDtype() != type) {
      throw new BundleRefusedException(
          SavedModelGraph.FILE
              + ": "
              + role
              + " '"
              + name
              + "' is of type "
              + tensor.getDtype()
              + ", expected "
              + type);
    }
    if (!fits(tensor.getTensorShape(), columns)) {
      throw new BundleRefusedException(
          SavedModelGraph.FILE
              + ": "
              + role
              + " '"
              + name
              + "' has the shape "
              + text(tensor.getTensorShape())
              + ", expected [any number of orders, "
              + columns
              + "]");
    }
  }

  /** Whether any number of rows fits, and so do the columns; −1 stands for any number. */
  private static boolean fits(TensorShapeProto shape, int columns) {
    if (shape.getUnknownRank()) {
      return true;
    }
    return shape.getDimCount() == 2
        && shape.getDim(0).getSize() == -1
        && (shape.getDim(1).getSize() == columns || shape.getDim(1).getSize() == -1);
  }

  private static String text(TensorShapeProto shape) {
    return shape.getDimList().stream()
        .map(dimension -> String.valueOf(dimension.getSize()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
