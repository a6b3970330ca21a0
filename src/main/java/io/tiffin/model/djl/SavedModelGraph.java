package io.tiffin.model.djl;

import io.tiffin.model.BundleRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** The graph of a SavedModel as its file tells it, read without executing anything. */
final class SavedModelGraph {

  static final String FILE = "saved_model.pb";
  static final String TAG = "serve";

  /**
   * Far above the graph of any model for tables; keeps a wrong file from being read into memory.
   */
  private static final long MAX_BYTES = 256 << 20;

  private static final String INIT_SIGNATURE = "__saved_model_init_op";
  private static final List<String> INIT_COLLECTIONS =
      List.of("saved_model_main_op", "legacy_init_op", "table_initializer");

  private final MetaGraphDef metaGraph;
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();

  private SavedModelGraph(MetaGraphDef metaGraph) {
    this.metaGraph = metaGraph;
    metaGraph.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    for (FunctionDef function : metaGraph.getGraphDef().getLibrary().getFunctionList()) {
      functions.put(function.getSignature().getName(), function);
    }
  }

  /** The only graph of the SavedModel in {@code directory}, which must be one for serving. */
  static SavedModelGraph read(Path directory) throws BundleRefusedException {
    SavedModel savedModel = parse(directory.resolve(FILE));
    boolean servesOnly =
        savedModel.getMetaGraphsCount() == 1
            && savedModel.getMetaGraphs(0).getMetaInfoDef().getTagsList().contains(TAG);
    if (!servesOnly) {
      throw new BundleRefusedException(
          FILE + ": holds something else than one graph with the tag '" + TAG + "'");
    }
    return new SavedModelGraph(savedModel.getMetaGraphs(0));
  }

  private static SavedModel parse(Path file) throws BundleRefusedException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new BundleRefusedException(FILE + ": is longer than " + MAX_BYTES + " bytes");
      }
      return SavedModel.parseFrom(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new BundleRefusedException(
          FILE + ": is not a SavedModel: " + unreadable.getMessage(), unreadable);
    }
  }

  SignatureDef signature(String key) throws BundleRefusedException {
    SignatureDef signature = metaGraph.getSignatureDefMap().get(key);
    if (signature == null) {
      throw new BundleRefusedException(
          FILE
              + ": has no signature '"
              + key
              + "', only "
              + metaGraph.getSignatureDefMap().keySet());
    }
    return signature;
  }

  /** Every node of the graph and of every function in its library. */
  List<NodeDef> everyNode() {
    List<NodeDef> every = new ArrayList<>(metaGraph.getGraphDef().getNodeList());
    for (FunctionDef function : metaGraph.getGraphDef().getLibrary().getFunctionList()) {
      every.addAll(function.getNodeDefList());
    }
    return every;
  }

  /** The nodes that run when the signature does. */
  Collection<NodeDef> nodesOf(SignatureDef signature) {
    return reachableFrom(tensorNames(signature));
  }

  /** The nodes that run to restore variables, fed with the path of the bundle's own checkpoint. */
  Collection<NodeDef> nodesOfRestoring() {
    return reachableFrom(List.of(metaGraph.getSaverDef().getRestoreOpName()));
  }

  /** The nodes that run once after that, to initialise; fed with nothing. */
  Collection<NodeDef> nodesOfInitialising() {
    List<String> roots = new ArrayList<>();
    SignatureDef init = metaGraph.getSignatureDefMap().get(INIT_SIGNATURE);
    if (init != null) {
      roots.addAll(tensorNames(init));
    }
    for (String name : INIT_COLLECTIONS) {
      CollectionDef collection = metaGraph.getCollectionDefMap().get(name);
      if (collection != null) {
        roots.addAll(collection.getNodeList().getValueList());
      }
    }
    return reachableFrom(roots);
  }

  /** The tensor that is fed with the checkpoint's path. */
  String checkpointTensor() {
    return metaGraph.getSaverDef().getFilenameTensorName();
  }

  private static List<String> tensorNames(SignatureDef signature) {
    return signature.getOutputsMap().values().stream().map(TensorInfo::getName).toList();
  }

  /**
   * What produces the tensors, and the whole of every function that is called on the way, directly
   * or not.
   */
  private Collection<NodeDef> reachableFrom(List<String> tensors) {
    Set<NodeDef> reached = producersOf(tensors);
    Set<FunctionDef> called = new HashSet<>();
    Deque<NodeDef> callers = new ArrayDeque<>(reached);
    while (!callers.isEmpty()) {
      for (FunctionDef function : calls(callers.pop())) {
        if (called.add(function)) {
          reached.addAll(function.getNodeDefList());
          callers.addAll(function.getNodeDefList());
        }
      }
    }
    return reached;
  }

  /** The nodes of the main graph that the tensors are computed from. */
  private Set<NodeDef> producersOf(List<String> tensors) {
    Set<NodeDef> producers = new LinkedHashSet<>();
    Deque<String> waiting = new ArrayDeque<>(tensors);
    while (!waiting.isEmpty()) {
      NodeDef node = nodes.get(nodeName(waiting.pop()));
      if (node != null && producers.add(node)) {
        waiting.addAll(node.getInputList());
      }
    }
    return producers;
  }

  /**
   * The node of a tensor, which is written {@code node}, {@code node:1} or, for mere order, {@code
   * ^node}.
   */
  static String nodeName(String tensor) {
    int begin = tensor.startsWith("^") ? 1 : 0;
    int colon = tensor.indexOf(':');
    return tensor.substring(begin, colon < 0 ? tensor.length() : colon);
  }

  /** The functions of the library that a node can call. */
  List<FunctionDef> calls(NodeDef node) {
    List<String> names = new ArrayList<>(List.of(node.getOp()));
    for (AttrValue attribute : node.getAttrMap().values()) {
      if (attribute.hasFunc()) {
        names.add(attribute.getFunc().getName());
      }
      attribute.getList().getFuncList().forEach(function -> names.add(function.getName()));
    }
    return names.stream().map(functions::get).filter(Objects::nonNull).toList();
  }

  Collection<NodeDef> mainNodes() {
    return nodes.values();
  }

  Collection<FunctionDef> functions() {
    return functions.values();
  }

  boolean isFunction(String operation) {
    return functions.containsKey(operation);
  }
}
