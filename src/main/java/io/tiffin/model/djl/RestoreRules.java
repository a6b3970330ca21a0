package io.tiffin.model.djl;

import io.tiffin.model.BundleRefusedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Which checkpoint a model may be restored from: the one in its bundle, whose path the engine feeds
 * to a tensor that the SavedModel names. A path that is written in the graph could be any file of
 * the machine.
 */
final class RestoreRules {

  private static final String SENTENCE = "reads another checkpoint than the bundle's own";

  private static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2", "Variable");

  private final SavedModelGraph graph;
  private final Set<String> restoring = new HashSet<>();

  private RestoreRules(SavedModelGraph graph) {
    this.graph = graph;
  }

  /** Must come after {@link CallRules}: functions that call themselves would never end here. */
  static void check(SavedModelGraph graph) throws BundleRefusedException {
    RestoreRules rules = new RestoreRules(graph);
    graph.functions().stream()
        .filter(function -> rules.restores(function.getNodeDefList()))
        .forEach(function -> rules.restoring.add(function.getSignature().getName()));
    String checkpoint = SavedModelGraph.nodeName(graph.checkpointTensor());
    rules.check(graph.mainNodes(), Set.of(checkpoint));
    for (FunctionDef function : graph.functions()) {
      rules.check(function.getNodeDefList(), arguments(function));
    }
  }

  private boolean restores(Collection<NodeDef> nodes) {
    return nodes.stream()
        .anyMatch(node ->
            node.getOp().equals(OperationRules.RESTORE)
                || graph.calls(node).stream()
                    .anyMatch(function -> restores(function.getNodeDefList())));
  }

  private static Set<String> arguments(FunctionDef function) {
    Set<String> arguments = new HashSet<>();
    for (OpDef.ArgDef argument : function.getSignature().getInputArgList()) {
      arguments.add(argument.getName());
    }
    return arguments;
  }

  /**
   * Checks the nodes of one graph.
   *
   * @param paths what may be the path of a checkpoint: in a function each argument, since whoever
   *     calls it is checked too
   */
  private void check(Collection<NodeDef> nodes, Set<String> paths) throws BundleRefusedException {
    Map<String, NodeDef> byName = new HashMap<>();
    nodes.forEach(node -> byName.put(node.getName(), node));
    for (NodeDef node : nodes) {
      if (node.getOp().equals(OperationRules.RESTORE)) {
        String path = node.getInputList().isEmpty() ? "" : source(node.getInput(0), byName);
        OperationRules.require(paths.contains(path), node, SENTENCE);
      } else if (callsRestoring(node)) {
        checkArguments(node, byName, paths);
      }
    }
  }

  private boolean callsRestoring(NodeDef node) {
    return graph.calls(node).stream()
        .anyMatch(function -> restoring.contains(function.getSignature().getName()));
  }

  private void checkArguments(NodeDef call, Map<String, NodeDef> byName, Set<String> paths)
      throws BundleRefusedException {
    for (String input : call.getInputList()) {
      String source = source(input, byName);
      NodeDef producer = byName.get(source);
      boolean isVariable = producer != null && VARIABLES.contains(producer.getOp());
      OperationRules.require(paths.contains(source) || isVariable, call, SENTENCE);
    }
  }

  /** The node, or the argument, that a tensor comes from unchanged. */
  private static String source(String tensor, Map<String, NodeDef> byName) {
    String name = SavedModelGraph.nodeName(tensor);
    Set<String> seen = new HashSet<>();
    NodeDef node = byName.get(name);
    while (node != null && isUnchanged(node) && seen.add(name)) {
      name = SavedModelGraph.nodeName(node.getInput(0));
      node = byName.get(name);
    }
    return name;
  }

  private static boolean isUnchanged(NodeDef node) {
    return node.getOp().equals("Identity") && !node.getInputList().isEmpty();
  }
}
