package io.tiffin.model.djl;

import com.google.protobuf.ByteString;
import io.tiffin.model.BundleRefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Weights must be finite numbers: one that is not spreads to every estimate. */
final class WeightRules {

  private WeightRules() {}

  /** Refuses a constant, among those that run for an estimate, that is not finite. */
  static void checkConstants(Collection<NodeDef> serving) throws BundleRefusedException {
    for (NodeDef node : serving) {
      if (node.getOp().equals("Const") && !isFinite(node.getAttrOrThrow("value").getTensor())) {
        throw new BundleRefusedException(
            SavedModelGraph.FILE + ": constant '" + node.getName() + "' holds NaN or infinity");
      }
    }
  }

  private static boolean isFinite(TensorProto tensor) {
    ByteBuffer content = buffer(tensor.getTensorContent());
    boolean isFinite =
        tensor.getFloatValList().stream().allMatch(Float::isFinite)
            && tensor.getDoubleValList().stream().allMatch(Double::isFinite);
    if (tensor.getDtype() == DataType.DT_FLOAT) {
      while (content.remaining() >= Float.BYTES) {
        isFinite &= Float.isFinite(content.getFloat());
      }
    } else if (tensor.getDtype() == DataType.DT_DOUBLE) {
      while (content.remaining() >= Double.BYTES) {
        isFinite &= Double.isFinite(content.getDouble());
      }
    }
    return isFinite;
  }

  private static ByteBuffer buffer(ByteString content) {
    return content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Restores the model's variables in a session of their own and refuses one, among those that an
   * estimate reads, that is not finite.
   */
  static void checkVariables(Path directory, ConfigProto config, Collection<NodeDef> serving)
      throws BundleRefusedException {
    try (SavedModelBundle restored =
        SavedModelBundle.loader(directory.toString())
            .withTags(SavedModelGraph.TAG)
            .withConfigProto(config)
            .load()) {
      for (NodeDef node : serving) {
        checkVariable(restored, node);
      }
    } catch (TensorFlowException failure) {
      throw new BundleRefusedException(
          "variables: cannot be restored: " + failure.getMessage(), failure);
    }
  }

  private static void checkVariable(SavedModelBundle restored, NodeDef node)
      throws BundleRefusedException {
    Operand<?> value = value(restored.graph(), node);
    if (value == null) {
      return;
    }
    try (Result result = restored.session().runner().fetch(value).run()) {
      boolean isFinite =
          switch (result.get(0)) {
            case TFloat32 floats -> isFinite(floats);
            case TFloat64 doubles -> isFinite(doubles);
            default -> true;
          };
      if (!isFinite) {
        throw new BundleRefusedException(
            "variables: '" + node.getName() + "' holds NaN or infinity");
      }
    }
  }

  /** What reads a floating-point variable; null for other nodes. */
  private static @Nullable Operand<?> value(Graph graph, NodeDef node) {
    boolean isHandle = node.getOp().equals("VarHandleOp");
    if (!isHandle && !node.getOp().startsWith("Variable")) {
      return null;
    }
    Operand<?> variable = graph.operation(node.getName()).output(0);
    return switch (node.getAttrOrThrow("dtype").getType()) {
      case DT_FLOAT ->
          isHandle ? Ops.create(graph).readVariableOp(variable, TFloat32.class) : variable;
      case DT_DOUBLE ->
          isHandle ? Ops.create(graph).readVariableOp(variable, TFloat64.class) : variable;
      default -> null;
    };
  }

  private static boolean isFinite(FloatNdArray values) {
    boolean[] isFinite = {true};
    values.scalars().forEach(value -> isFinite[0] &= Float.isFinite(value.getFloat()));
    return isFinite[0];
  }

  private static boolean isFinite(DoubleNdArray values) {
    boolean[] isFinite = {true};
    values.scalars().forEach(value -> isFinite[0] &= Double.isFinite(value.getDouble()));
    return isFinite[0];
  }
}
