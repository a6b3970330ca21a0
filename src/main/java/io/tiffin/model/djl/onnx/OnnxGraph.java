package io.tiffin.model.djl.onnx;

import com.google.protobuf.ByteString;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.djl.SignatureRules.DeclaredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The graph of an ONNX file, read by the numbers of onnx.proto without executing anything. Its
 * constants have been checked ({@link OnnxTensor}); its operations are for {@link OnnxOperations}.
 *
 * @param nodes of the graph itself
 * @param inputs what is to be fed, by name
 * @param outputs what can be asked for, by name
 */
record OnnxGraph(
    List<OnnxNode> nodes, Map<String, DeclaredTensor> inputs, Map<String, DeclaredTensor> outputs) {

  static final String FILE = "model.onnx";

  /** Far above any model for tables; keeps a wrong file from being read into memory. */
  static final int MAX_BYTES = 256 << 20;

  /** Graphs within graphs, as the branches of an If. Chosen: exporters make one or two. */
  private static final int DEEPEST = 8;

  /** Version, producer, graph, operator sets and descriptions; no training and no functions. */
  private static final Set<Integer> MODEL = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 14);

  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_TRAINING = 20;
  private static final int MODEL_FUNCTIONS = 25;

  /** All but sparse constants. */
  private static final Set<Integer> GRAPH = Set.of(1, 2, 5, 10, 11, 12, 13, 14, 16);

  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_CONSTANT = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;

  OnnxGraph {
    nodes = List.copyOf(nodes);
    inputs = Map.copyOf(inputs);
    outputs = Map.copyOf(outputs);
  }

  /** A graph that is an attribute of a node, such as the branch of an If. */
  record Inner(List<OnnxNode> nodes) {

    Inner {
      nodes = List.copyOf(nodes);
    }
  }

  /** The graph of the file in {@code directory}. */
  static OnnxGraph read(Path directory) throws BundleRefusedException {
    return parse(bytes(directory.resolve(FILE)));
  }

  static OnnxGraph parse(ByteString bytes) throws BundleRefusedException {
    OnnxMessage model = OnnxMessage.parse(FILE, bytes);
    if (model.has(MODEL_FUNCTIONS) || model.has(MODEL_TRAINING)) {
      throw model.refusal("holds functions or training of its own, which are not run here");
    }
    model.allow(MODEL);
    OnnxOperations.checkSets(model);
    OnnxMessage graph = model.message(MODEL_GRAPH, "the graph");
    if (graph == null) {
      throw model.refusal("holds no graph");
    }
    Map<String, DeclaredTensor> inputs = OnnxValues.declared(graph.messages(GRAPH_INPUT, "input"));
    for (OnnxMessage constant : constants(graph)) {
      inputs.remove(OnnxTensor.check(constant));
    }
    return new OnnxGraph(
        nodes(graph, 0), inputs, OnnxValues.declared(graph.messages(GRAPH_OUTPUT, "output")));
  }

  private static ByteString bytes(Path file) throws BundleRefusedException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new BundleRefusedException(FILE + ": is longer than " + MAX_BYTES + " bytes");
      }
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new BundleRefusedException(
          FILE + ": cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static List<OnnxMessage> constants(OnnxMessage graph) throws BundleRefusedException {
    return graph.messages(GRAPH_CONSTANT, "constant");
  }

  private static List<OnnxNode> nodes(OnnxMessage graph, int depth) throws BundleRefusedException {
    graph.allow(GRAPH);
    if (depth > DEEPEST) {
      throw graph.refusal("holds graphs more than " + DEEPEST + " deep");
    }
    List<OnnxNode> nodes = new ArrayList<>();
    for (OnnxMessage node : graph.messages(GRAPH_NODE, "a node")) {
      nodes.add(OnnxNode.read(node, depth));
    }
    return nodes;
  }

  /** A graph within a node. */
  static Inner inner(OnnxMessage graph, int depth) throws BundleRefusedException {
    for (OnnxMessage constant : constants(graph)) {
      OnnxTensor.check(constant);
    }
    return new Inner(nodes(graph, depth + 1));
  }

  /** Names and shapes of a graph's inputs or outputs. */
  private static final class OnnxValues {

    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int TENSOR_TYPE = 1;
    private static final int ELEMENT_TYPE = 1;
    private static final int SHAPE = 2;
    private static final int DIMENSION = 1;
    private static final int DIMENSION_VALUE = 1;

    private OnnxValues() {}

    static Map<String, DeclaredTensor> declared(List<OnnxMessage> values)
        throws BundleRefusedException {
      Map<String, DeclaredTensor> declared = new TreeMap<>();
      for (OnnxMessage value : values) {
        String name = value.text(NAME);
        if (declared.put(name, declared(value, name)) != null) {
          throw value.refusal("'" + name + "' is there twice");
        }
      }
      return declared;
    }

    private static DeclaredTensor declared(OnnxMessage value, String name)
        throws BundleRefusedException {
      OnnxMessage type = value.message(TYPE, "the type of '" + name + "'");
      OnnxMessage tensor = type == null ? null : type.message(TENSOR_TYPE, "'" + name + "'");
      if (tensor == null) {
        throw value.refusal("'" + name + "' is not a tensor");
      }
      String element =
          OnnxType.of(tensor.number(ELEMENT_TYPE)).map(OnnxType::name).orElse("no number");
      return new DeclaredTensor(element, shape(tensor.message(SHAPE, "the shape of " + name)));
    }

    private static @Nullable List<Long> shape(@Nullable OnnxMessage shape)
        throws BundleRefusedException {
      if (shape == null) {
        return null;
      }
      List<Long> dimensions = new ArrayList<>();
      for (OnnxMessage dimension : shape.messages(DIMENSION, "a dimension")) {
        dimensions.add(dimension.has(DIMENSION_VALUE) ? dimension.number(DIMENSION_VALUE) : -1L);
      }
      return List.copyOf(dimensions);
    }
  }
}
