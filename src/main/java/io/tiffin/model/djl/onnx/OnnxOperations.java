package io.tiffin.model.djl.onnx;

import io.tiffin.model.BundleRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which operators of ONNX a model may hold: those of the standard that compute a table's rows from
 * its inputs. What is not listed is refused, in every graph within the graph too. Loops and scans
 * are not listed, for they may never end; nor are random numbers, text, images, sequences, and
 * operators of anybody's own, which the engine would look for in libraries.
 */
final class OnnxOperations {

  private static final String STANDARD = "";
  private static final String STANDARD_BY_NAME = "ai.onnx";
  private static final String MACHINE_LEARNING = "ai.onnx.ml";

  private static final Map<String, Set<String>> LISTED =
      Map.of(
          STANDARD,
          words(
              """
              Identity Constant ConstantOfShape Cast CastLike If
              Concat Split Slice Reshape Flatten Squeeze Unsqueeze Expand Shape Size Tile Transpose Pad Range Trilu
              Gather GatherElements GatherND OneHot Where Compress NonZero TopK Unique ScatterElements ScatterND
              Add Sub Mul Div Mod Neg Abs Sign Sqrt Reciprocal Exp Log Pow Erf Sum Mean Max Min Clip
              Sin Cos Tan Asin Acos Atan Sinh Cosh Tanh Asinh Acosh Atanh Floor Ceil Round IsNaN IsInf
              Equal Less LessOrEqual Greater GreaterOrEqual And Or Xor Not
              BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot
              ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare
              ArgMax ArgMin CumSum
              MatMul Gemm Einsum MatMulInteger QLinearMatMul QuantizeLinear DequantizeLinear DynamicQuantizeLinear
              Sigmoid Softplus Softsign Relu LeakyRelu PRelu Elu Celu Selu Gelu Mish HardSigmoid HardSwish ThresholdedRelu Shrink
              Softmax LogSoftmax Hardmax LpNormalization MeanVarianceNormalization BatchNormalization LayerNormalization
              """),
          MACHINE_LEARNING,
          words(
              """
              Binarizer Imputer Normalizer Scaler ArrayFeatureExtractor FeatureVectorizer
              LinearRegressor TreeEnsembleRegressor TreeEnsemble
              """));

  private static final int MODEL_SETS = 8;
  private static final int SET_DOMAIN = 1;

  private OnnxOperations() {}

  /** Refuses a model that imports operators other than the standard's. */
  static void checkSets(OnnxMessage model) throws BundleRefusedException {
    for (OnnxMessage set : model.messages(MODEL_SETS, "an operator set")) {
      String domain = set.text(SET_DOMAIN);
      if (!LISTED.containsKey(standard(domain))) {
        throw set.refusal("is '" + domain + "', and only the standard's own are run here");
      }
    }
  }

  /** Refuses an operator that is not listed, in these nodes or in a graph within them. */
  static void check(List<OnnxNode> nodes) throws BundleRefusedException {
    for (OnnxNode node : nodes) {
      Set<String> listed = LISTED.getOrDefault(standard(node.domain()), Set.of());
      if (!listed.contains(node.operation())) {
        throw new BundleRefusedException(
            OnnxGraph.FILE
                + ": operator "
                + (node.domain().isEmpty() ? "" : node.domain() + ".")
                + node.operation()
                + " (node '"
                + node.name()
                + "') is not among those that a model may hold");
      }
      for (OnnxGraph.Inner graph : node.graphs()) {
        check(graph.nodes());
      }
    }
  }

  private static String standard(String domain) {
    return domain.equals(STANDARD_BY_NAME) ? STANDARD : domain;
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
