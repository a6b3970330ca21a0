package io.tiffin.model.djl;

import io.tiffin.model.BundleRefusedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/**
 * How a graph's functions may call each other. One that calls itself is a loop, which may never
 * end; and a few that each call the next one twice are a graph of any size, since TensorFlow copies
 * what is called into its caller.
 */
final class CallRules {

  /** Far above any model for tables, whose graphs have a few thousand nodes. Chosen. */
  private static final long MOST_NODES = 1_000_000;

  /** Calls within calls. Chosen: exporters make two or three. */
  private static final int DEEPEST = 100;

  private final SavedModelGraph graph;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private CallRules(SavedModelGraph graph) {
    this.graph = graph;
  }

  static void check(SavedModelGraph graph) throws BundleRefusedException {
    CallRules rules = new CallRules(graph);
    for (FunctionDef function : graph.functions()) {
      rules.size(function);
    }
    rules.size(graph.mainNodes());
  }

  /** How many nodes there are once every call is replaced by what it calls. */
  private long size(Collection<NodeDef> nodes) throws BundleRefusedException {
    long size = nodes.size();
    for (NodeDef node : nodes) {
      for (FunctionDef function : graph.calls(node)) {
        size += size(function);
      }
      if (size > MOST_NODES) {
        throw new BundleRefusedException(
            SavedModelGraph.FILE
                + ": has more than "
                + MOST_NODES
                + " nodes once its functions are called");
      }
    }
    return size;
  }

  private long size(FunctionDef function) throws BundleRefusedException {
    String name = function.getSignature().getName();
    Long known = sizes.get(name);
    if (known != null) {
      return known;
    }
    if (!open.add(name)) {
      throw new BundleRefusedException(
          SavedModelGraph.FILE + ": function '" + name + "' calls itself");
    }
    if (open.size() > DEEPEST) {
      throw new BundleRefusedException(
          SavedModelGraph.FILE + ": functions call each other more than " + DEEPEST + " deep");
    }
    long size = size(function.getNodeDefList());
    open.remove(name);
    sizes.put(name, size);
    return size;
  }
}
