package io.tiffin.model.djl.onnx;

import io.tiffin.model.BundleRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One operation of an ONNX graph.
 *
 * @param name what the exporter called it; may be empty
 * @param domain which set of operators it belongs to; empty for the standard's own
 * @param operation its operator
 * @param graphs those among its attributes
 */
record OnnxNode(String name, String domain, String operation, List<OnnxGraph.Inner> graphs) {

  /** All but overloads of functions and what is for several devices. */
  private static final Set<Integer> NODE = Set.of(1, 2, 3, 4, 5, 6, 7, 9);

  private static final int NAME = 3;
  private static final int OPERATION = 4;
  private static final int ATTRIBUTE = 5;
  private static final int DOMAIN = 7;

  /** All but references of functions, sparse tensors and types. */
  private static final Set<Integer> ATTRIBUTES = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 20);

  private static final int ATTRIBUTE_NAME = 1;
  private static final int FLOAT = 2;
  private static final int TENSOR = 5;
  private static final int GRAPH = 6;
  private static final int FLOATS = 7;
  private static final int TENSORS = 10;
  private static final int GRAPHS = 11;

  OnnxNode {
    graphs = List.copyOf(graphs);
  }

  /** Reads a node; refuses constants among its attributes that are not finite. */
  static OnnxNode read(OnnxMessage node, int depth) throws BundleRefusedException {
    node.allow(NODE);
    List<OnnxGraph.Inner> graphs = new ArrayList<>();
    for (OnnxMessage attribute : node.messages(ATTRIBUTE, "an attribute")) {
      attribute.allow(ATTRIBUTES);
      checkNumbers(attribute);
      for (int field : new int[] {GRAPH, GRAPHS}) {
        for (OnnxMessage graph : attribute.messages(field, "an inner graph")) {
          graphs.add(OnnxGraph.inner(graph, depth));
        }
      }
    }
    return new OnnxNode(node.text(NAME), node.text(DOMAIN), node.text(OPERATION), graphs);
  }

  private static void checkNumbers(OnnxMessage attribute) throws BundleRefusedException {
    boolean isFinite =
        attribute.isFinite(FLOAT, Float.BYTES) && attribute.isFinite(FLOATS, Float.BYTES);
    if (!isFinite) {
      throw attribute.refusal("'" + attribute.text(ATTRIBUTE_NAME) + "' holds NaN or infinity");
    }
    for (int field : new int[] {TENSOR, TENSORS}) {
      for (OnnxMessage tensor : attribute.messages(field, "constant")) {
        OnnxTensor.check(tensor);
      }
    }
  }
}
