package io.tiffin.training;

import com.google.protobuf.ByteString;
import io.tiffin.training.OnnxFile.Attribute;
import io.tiffin.training.OnnxFile.ElementType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A frozen network of TensorFlow's as ONNX, operation by operation: whatever {@link NetworkGraph}
 * is made of now or later is taken over as it is, and an operation that is not known here is said.
 */
final class OnnxConversion {

  /** Elements from which on a matrix is worth a scale for each of its columns. Chosen. */
  private static final int LARGE = 256;

  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("Add", "Add"),
          Map.entry("AddV2", "Add"),
          Map.entry("Sub", "Sub"),
          Map.entry("Mul", "Mul"),
          Map.entry("Div", "Div"),
          Map.entry("RealDiv", "Div"),
          Map.entry("Minimum", "Min"),
          Map.entry("Maximum", "Max"),
          Map.entry("IsNan", "IsNaN"),
          Map.entry("Log", "Log"),
          Map.entry("Exp", "Exp"),
          Map.entry("Abs", "Abs"),
          Map.entry("Relu", "Relu"),
          Map.entry("Softplus", "Softplus"),
          Map.entry("Softmax", "Softmax"),
          Map.entry("SelectV2", "Where"),
          Map.entry("ClipByValue", "Clip"),
          Map.entry("Identity", "Identity"),
          Map.entry("StopGradient", "Identity"));

  private final OnnxFile file = new OnnxFile();
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final SignatureDef signature;
  private final boolean isSmall;
  private final Set<String> written = new HashSet<>();

  private OnnxConversion(MetaGraphDef graph, String signature, boolean isSmall) {
    graph.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    this.signature = graph.getSignatureDefOrThrow(signature);
    this.isSmall = isSmall;
  }

  /**
   * The same network as ONNX.
   *
   * @param signature key of what it answers
   * @param isSmall whether large matrices are told in 8 bits an element with a scale for each
   *     column, and large single columns in 16 bits
   * @throws TrainingInputException if it holds an operation that is not known here
   */
  static ByteString of(SavedModel model, String signature, boolean isSmall)
      throws TrainingInputException {
    return new OnnxConversion(model.getMetaGraphs(0), signature, isSmall).converted();
  }

  private ByteString converted() throws TrainingInputException {
    for (Map.Entry<String, TensorInfo> input : sorted(signature.getInputsMap()).entrySet()) {
      file.input(
          input.getKey(), ElementType.of(input.getValue().getDtype()), columns(input.getValue()));
      alias(input.getKey(), name(input.getValue().getName()));
      written.add(name(input.getValue().getName()));
    }
    for (Map.Entry<String, TensorInfo> output : sorted(signature.getOutputsMap()).entrySet()) {
      String tensor = written(output.getValue().getName());
      file.output(
          output.getKey(),
          ElementType.of(output.getValue().getDtype()),
          columns(output.getValue()));
      alias(tensor, output.getKey());
    }
    return file.bytes();
  }

  private void alias(String tensor, String name) {
    if (!tensor.equals(name)) {
      file.node("Identity", List.of(tensor), name);
    }
  }

  private static Map<String, TensorInfo> sorted(Map<String, TensorInfo> tensors) {
    return new TreeMap<>(tensors);
  }

  private static long columns(TensorInfo tensor) {
    return tensor.getTensorShape().getDim(1).getSize();
  }

  private static String name(String tensor) {
    int colon = tensor.indexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }

  /** The name of a tensor, once all that it is computed from has been written. */
  private String written(String tensor) throws TrainingInputException {
    String name = name(tensor);
    if (written.add(name)) {
      NodeDef node = nodes.get(name);
      if (node == null) {
        throw new TrainingInputException("there is no node '" + name + "' in the graph");
      }
      write(node);
    }
    return name;
  }

  private List<String> inputs(NodeDef node) throws TrainingInputException {
    String[] inputs = new String[node.getInputCount()];
    for (int index = 0; index < inputs.length; index++) {
      inputs[index] = written(node.getInput(index));
    }
    return List.of(inputs);
  }

  private void write(NodeDef node) throws TrainingInputException {
    String name = node.getName();
    String same = SAME.get(node.getOp());
    if (same != null) {
      file.node(same, inputs(node), name);
      return;
    }
    switch (node.getOp()) {
      case "Const" -> writeConstant(name, OnnxConstant.of(node));
      case "MatMul" ->
          file.node("MatMul", List.of(written(node.getInput(0)), weights(node.getInput(1))), name);
      case "GatherV2" -> writeGather(node);
      case "Log1p" -> writeLog1p(node);
      case "ZerosLike" -> writeZeros(node);
      case "Cast" -> writeCast(node);
      case "ConcatV2" -> writeConcat(node);
      case "OneHot" -> writeOneHot(node);
      case "ExpandDims" -> writeReshaping("Unsqueeze", node);
      case "Reshape" -> writeReshaping("Reshape", node);
      default ->
          throw new TrainingInputException(
              "there is no ONNX here for the operation "
                  + node.getOp()
                  + " (node '"
                  + name
                  + "'): variants are made of what the trainer wrote");
    }
  }

  private void writeConstant(String name, OnnxConstant constant) throws TrainingInputException {
    ByteString values =
        switch (constant.type()) {
          case FLOAT -> OnnxWeights.floats(constant.floats());
          case INT32 -> OnnxWeights.ints(constant.wholeNumbers());
          case INT64 -> OnnxWeights.longs(constant.wholeNumbers());
          case BOOL -> OnnxWeights.booleans(constant.booleans());
          default -> throw new TrainingInputException("there is no ONNX here for '" + name + "'");
        };
    file.constant(name, constant.type(), constant.shape(), values);
  }

  /** The right side of a product: a matrix of weights, made small if that was asked for. */
  private String weights(String tensor) throws TrainingInputException {
    String name = name(tensor);
    NodeDef node = nodes.get(name);
    OnnxConstant matrix = node == null ? null : largeMatrix(node);
    if (matrix == null || !written.add(name)) {
      return written(tensor);
    }
    if (matrix.shape()[1] == 1) {
      // One scale for a whole column would leave its small numbers nothing.
      file.constant(
          name + "/half", ElementType.FLOAT16, matrix.shape(), OnnxWeights.halves(matrix.floats()));
      file.node("Cast", List.of(name + "/half"), name, new Attribute("to", 1));
    } else {
      writeSteps(name, matrix);
      writeUnscaling(name, name + "/steps", name);
    }
    return name;
  }

  private @Nullable OnnxConstant largeMatrix(NodeDef node) {
    if (!isSmall || !node.getOp().equals("Const")) {
      return null;
    }
    OnnxConstant constant = OnnxConstant.of(node);
    return constant.shape().length == 2 && constant.size() >= LARGE ? constant : null;
  }

  private void writeSteps(String name, OnnxConstant matrix) {
    float[] values = matrix.floats();
    int columns = (int) matrix.shape()[1];
    float[] scales = OnnxWeights.scales(values, columns);
    file.constant(
        name + "/scale", ElementType.FLOAT, new long[] {columns}, OnnxWeights.floats(scales));
    file.constant(
        name + "/steps", ElementType.INT8, matrix.shape(), OnnxWeights.quantised(values, scales));
  }

  private void writeUnscaling(String matrix, String steps, String output) {
    file.node(
        "DequantizeLinear", List.of(steps, matrix + "/scale"), output, new Attribute("axis", 1));
  }

  /** Rows of a small table are picked before they are scaled, so that the table stays small. */
  private void writeGather(NodeDef node) throws TrainingInputException {
    Attribute axis = new Attribute("axis", single(node.getInput(2)));
    String indices = written(node.getInput(1));
    String table = name(node.getInput(0));
    NodeDef producer = nodes.get(table);
    OnnxConstant matrix = producer == null ? null : largeMatrix(producer);
    if (matrix == null || axis.value() != 0) {
      file.node("Gather", List.of(written(table), indices), node.getName(), axis);
      return;
    }
    if (written.add(table + "/steps")) {
      writeSteps(table, matrix);
    }
    String picked = node.getName() + "/steps";
    file.node("Gather", List.of(table + "/steps", indices), picked, axis);
    writeUnscaling(table, picked, node.getName());
  }

  private void writeLog1p(NodeDef node) throws TrainingInputException {
    String one = node.getName() + "/one";
    String sum = node.getName() + "/sum";
    file.constant(one, ElementType.FLOAT, new long[0], OnnxWeights.floats(new float[] {1}));
    file.node("Add", List.of(written(node.getInput(0)), one), sum);
    file.node("Log", List.of(sum), node.getName());
  }

  private void writeZeros(NodeDef node) throws TrainingInputException {
    String shape = node.getName() + "/shape";
    file.node("Shape", inputs(node), shape);
    file.zeros(shape, node.getName());
  }

  private void writeCast(NodeDef node) throws TrainingInputException {
    ElementType to = ElementType.of(node.getAttrOrThrow("DstT").getType());
    if (to != ElementType.FLOAT) {
      throw new TrainingInputException("there is no ONNX here for a cast to " + to);
    }
    file.node("Cast", inputs(node), node.getName(), new Attribute("to", 1));
  }

  private void writeConcat(NodeDef node) throws TrainingInputException {
    int axis = node.getInputCount() - 1;
    String[] parts = new String[axis];
    for (int part = 0; part < axis; part++) {
      parts[part] = written(node.getInput(part));
    }
    file.node(
        "Concat",
        List.of(parts),
        node.getName(),
        new Attribute("axis", single(node.getInput(axis))));
  }

  private void writeOneHot(NodeDef node) throws TrainingInputException {
    float on = OnnxConstant.of(node(node.getInput(2))).floats()[0];
    float off = OnnxConstant.of(node(node.getInput(3))).floats()[0];
    String depth = node.getName() + "/depth";
    String values = node.getName() + "/values";
    file.constant(
        depth, ElementType.INT64, new long[0], OnnxWeights.longs(single(node.getInput(1))));
    file.constant(
        values, ElementType.FLOAT, new long[] {2}, OnnxWeights.floats(new float[] {off, on}));
    file.node("OneHot", List.of(written(node.getInput(0)), depth, values), node.getName());
  }

  /** What takes its second input as whole numbers of 64 bits. */
  private void writeReshaping(String operator, NodeDef node) throws TrainingInputException {
    String sizes = node.getName() + "/sizes";
    long[] numbers = OnnxConstant.of(node(node.getInput(1))).wholeNumbers();
    file.constant(
        sizes, ElementType.INT64, new long[] {numbers.length}, OnnxWeights.longs(numbers));
    file.node(operator, List.of(written(node.getInput(0)), sizes), node.getName());
  }

  private long single(String tensor) throws TrainingInputException {
    return OnnxConstant.of(node(tensor)).wholeNumbers()[0];
  }

  private NodeDef node(String tensor) throws TrainingInputException {
    NodeDef node = nodes.get(name(tensor));
    if (node == null || !node.getOp().equals("Const")) {
      throw new TrainingInputException("'" + tensor + "' is not a constant of the graph");
    }
    return node;
  }
}
