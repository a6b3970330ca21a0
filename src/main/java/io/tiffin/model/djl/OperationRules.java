package io.tiffin.model.djl;

import io.tiffin.model.BundleRefusedException;
import java.util.Collection;
import java.util.Set;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Which TensorFlow operations a model may hold: a SavedModel is a program, and some operations read
 * and write files or call out of the graph. What is not listed is refused, whether it would ever
 * run or not. Loops are not listed: they may never end; nor may functions call themselves, which
 * {@link CallRules} see to.
 */
final class OperationRules {

  /**
   * May run for an estimate: arithmetic, reading of variables, and calls of the graph's own
   * functions.
   */
  private static final Set<String> SERVING =
      words(
          """
          Placeholder PlaceholderWithDefault Const Identity IdentityN NoOp StopGradient PreventGradient Snapshot Assert
          StatefulPartitionedCall PartitionedCall If StatelessIf Case StatelessCase
          VarHandleOp VariableV2 Variable ReadVariableOp DisableCopyOnRead VarIsInitializedOp IsVariableInitialized
          Pack Unpack Concat ConcatV2 Split SplitV Slice StridedSlice Reshape ExpandDims Squeeze Shape ShapeN Size Rank
          Tile Fill ZerosLike OnesLike BroadcastTo BroadcastArgs Transpose Reverse ReverseV2 Pad PadV2 MirrorPad Range LinSpace
          EnsureShape InvertPermutation
          Gather GatherV2 GatherNd ResourceGather ResourceGatherNd OneHot Where Select SelectV2 Cast Bucketize
          TopKV2 Unique UniqueV2 DynamicPartition DynamicStitch ParallelDynamicStitch ScatterNd TensorScatterUpdate
          SegmentSum SegmentMean UnsortedSegmentSum SparseSegmentSum SparseSegmentMean SparseSegmentSqrtN
          Add AddV2 AddN Sub Mul MulNoNan Div RealDiv DivNoNan FloorDiv FloorMod Mod TruncateDiv TruncateMod Neg Abs Sign
          Square Sqrt Rsqrt Reciprocal Inv Exp Expm1 Log Log1p Pow Xlogy Xlog1py Xdivy Erf Erfc Erfinv Lgamma Digamma
          Sin Cos Tan Asin Acos Atan Atan2 Sinh Cosh Tanh Asinh Acosh Atanh
          Floor Ceil Round Rint Maximum Minimum ClipByValue SquaredDifference IsNan IsInf IsFinite
          Equal NotEqual ApproximateEqual Less LessEqual Greater GreaterEqual LogicalAnd LogicalOr LogicalNot
          BitwiseAnd BitwiseOr BitwiseXor Invert LeftShift RightShift
          Sum Mean Prod Max Min All Any EuclideanNorm ArgMax ArgMin Cumsum Cumprod CumulativeLogsumexp L2Loss
          MatMul BatchMatMul BatchMatMulV2 BatchMatMulV3 Einsum BiasAdd BiasAddV1
          Sigmoid Softplus Softsign Relu Relu6 LeakyRelu Elu Selu Softmax LogSoftmax
          FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3
          """);

  /**
   * May also run while the model is loaded: restoring variables from the bundle's own checkpoint.
   */
  private static final Set<String> LOADING =
      words("RestoreV2 Assign AssignVariableOp StaticRegexFullMatch StringJoin");

  /**
   * May be there, as exporters leave them behind, but must not be reached from the signature or
   * from loading, so they never run: saving of checkpoints, initial weights, and training steps.
   */
  private static final Set<String> NEVER_RUN =
      words(
          """
          SaveV2 MergeV2Checkpoints ShardedFilename
          RandomUniform RandomStandardNormal TruncatedNormal RandomUniformInt
          StatelessRandomUniform StatelessRandomUniformV2 StatelessRandomNormal StatelessRandomNormalV2
          StatelessTruncatedNormal StatelessTruncatedNormalV2 StatelessRandomGetKeyCounter StatelessRandomGetAlg
          AssignAdd AssignSub AssignAddVariableOp AssignSubVariableOp
          ApplyAdam ApplyGradientDescent ApplyMomentum ApplyAdagrad ApplyAdagradV2 ApplyRMSProp
          ResourceApplyAdam ResourceApplyGradientDescent ResourceApplyMomentum ResourceApplyKerasMomentum
          ResourceApplyAdagrad ResourceApplyAdagradV2 ResourceApplyRMSProp ScatterAdd ScatterSub ResourceScatterAdd
          BroadcastGradientArgs ConcatOffset ReluGrad Relu6Grad LeakyReluGrad EluGrad SeluGrad SoftplusGrad SoftsignGrad
          SigmoidGrad TanhGrad SqrtGrad RsqrtGrad ReciprocalGrad InvGrad BiasAddGrad StridedSliceGrad
          SparseSoftmaxCrossEntropyWithLogits SoftmaxCrossEntropyWithLogits
          FusedBatchNormGrad FusedBatchNormGradV2 FusedBatchNormGradV3
          """);

  /** Reads a checkpoint; {@link RestoreRules} say which. */
  static final String RESTORE = "RestoreV2";

  private OperationRules() {}

  /** Refuses a graph with an operation that is not allowed where it stands. */
  static void check(SavedModelGraph graph, SignatureDef signature) throws BundleRefusedException {
    for (NodeDef node : graph.everyNode()) {
      String operation = node.getOp();
      boolean isKnown =
          SERVING.contains(operation)
              || LOADING.contains(operation)
              || NEVER_RUN.contains(operation)
              || graph.isFunction(operation);
      require(isKnown, node, "is not among those that a model may hold");
    }
    for (NodeDef node : graph.nodesOfRestoring()) {
      require(!NEVER_RUN.contains(node.getOp()), node, "must not run when a model is loaded");
    }
    for (NodeDef node : graph.nodesOfInitialising()) {
      boolean mayInitialise = !NEVER_RUN.contains(node.getOp()) && !node.getOp().equals(RESTORE);
      require(mayInitialise, node, "must not run when a model is loaded");
    }
    CallRules.check(graph);
    RestoreRules.check(graph);
    Collection<NodeDef> serving = graph.nodesOf(signature);
    for (NodeDef node : serving) {
      boolean mayServe = SERVING.contains(node.getOp()) || graph.isFunction(node.getOp());
      require(mayServe, node, "must not run for an estimate");
    }
  }

  static void require(boolean allowed, NodeDef node, String sentence)
      throws BundleRefusedException {
    if (!allowed) {
      throw new BundleRefusedException(
          SavedModelGraph.FILE
              + ": operation "
              + node.getOp()
              + " (node '"
              + node.getName()
              + "') "
              + sentence);
    }
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
