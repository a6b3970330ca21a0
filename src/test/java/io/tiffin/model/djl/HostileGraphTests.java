package io.tiffin.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** What somebody would hide in a SavedModel who wants more of the machine than an estimate. */
class HostileGraphTests {

  /** The node of the Keras model that restores its variables, and the function that it calls. */
  private static final String RESTORING = "StatefulPartitionedCall_3";

  private static final String RESTORING_FUNCTION = "__inference__traced_restore_276";

  @TempDir Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "MatchingFiles",
        "WholeFileReaderV2",
        "TextLineDataset",
        "TFRecordDataset",
        "InitializeTableFromTextFileV2",
        "HashTableV2",
        "LookupTableImportV2",
        "PyFunc",
        "EagerPyFunc",
        "PyFuncStateless",
        "RemoteFusedGraphExecute",
        "XlaLaunch",
        "XlaHostCompute",
        "_Send",
        "_Recv",
        "RpcClient",
        "DebugIdentityV2",
        "PrintV2",
        "SaveSlices",
        "ImmutableConst",
        "GcsConfigureCredentials",
        "CollectiveReduceV2",
        "While",
        "StatelessWhile",
        "For",
        "SymbolicGradient",
        "RemoteCall",
        "TPUExecute",
        "DecodeJpeg",
        "SomebodysOwnOperation"
      })
  void anOperationThatReachesOutOfTheGraphIsRefusedWhereverItStands(String operation)
      throws Exception {
    NodeDef hidden = NodeDef.newBuilder().setName("hidden").setOp(operation).build();

    assertRefused(
        Bundles.withGraph(
            directory.resolve("graph"), graph -> graph.getGraphDefBuilder().addNode(hidden)),
        "operation " + operation + " (node 'hidden') is not among those");
    assertRefused(
        Bundles.withGraph(
            directory.resolve("function"),
            graph ->
                graph
                    .getGraphDefBuilder()
                    .getLibraryBuilder()
                    .getFunctionBuilder(0)
                    .addNodeDef(hidden)),
        "operation " + operation + " (node 'hidden') is not among those");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("hostileGraphs")
  void aGraphThatWantsMoreThanAnEstimateIsRefused(
      Consumer<MetaGraphDef.Builder> change, String sentence) throws Exception {
    assertRefused(Bundles.withGraph(directory.resolve("graph"), change), sentence);
  }

  static Stream<Arguments> hostileGraphs() {
    return Stream.of(
        hostile(
            graph -> input(graph, RESTORING, 0, "Const"),
            "(node 'StatefulPartitionedCall_3') reads another checkpoint than the bundle's own"),
        hostile(
            graph ->
                function(graph, RESTORING_FUNCTION).getNodeDefBuilderList().stream()
                    .filter(node -> node.getOp().equals("RestoreV2"))
                    .forEach(node -> node.setInput(0, "RestoreV2/tensor_names:output:0")),
            "operation RestoreV2 (node 'RestoreV2') reads another checkpoint"),
        hostile(HostileGraphTests::initialiseByRestoring, "must not run when a model is loaded"),
        hostile(
            graph ->
                function(graph, RESTORING_FUNCTION).addNodeDef(call("again", RESTORING_FUNCTION)),
            "function '" + RESTORING_FUNCTION + "' calls itself"),
        hostile(
            HostileGraphTests::doubleOverAndOver, "has more than 1000000 nodes once its functions"),
        hostile(HostileGraphTests::callDeep, "functions call each other more than 100 deep"));
  }

  /** DJL looks for a directory of the model's name first, and would have run what lies there. */
  @Test
  void aSecondGraphBesideTheCheckedOneIsNotTheOneThatRuns() throws Exception {
    Bundles.copy(directory);
    Path other = Files.createDirectories(directory.resolve("keras"));
    Files.writeString(other.resolve("saved_model.pb"), "a graph that nobody checked");

    try (Model model = Bundles.load(Bundles.rewritten(directory), registry)) {
      assertThat(model.run(new Examples(model.manifest().inputs(), 1), Bundles.later()))
          .isInstanceOf(Answered.class);
    }
  }

  @Test
  void withoutNamingTheFileTheEngineRunsTheSecondGraph() throws Exception {
    TensorFlowLibrary.load(Bundles.NATIVE);
    Bundles.copy(directory);
    Path other = Files.createDirectories(directory.resolve("keras"));
    Files.writeString(other.resolve("saved_model.pb"), "a graph that nobody checked");

    try (ai.djl.Model model = ai.djl.Model.newInstance("keras", "TensorFlow")) {
      assertThatThrownBy(() -> model.load(directory, null, Map.of()))
          .hasStackTraceContaining("keras/saved_model.pb");
    }
  }

  private void assertRefused(Bundle bundle, String sentence) {
    assertThatThrownBy(() -> Bundles.load(bundle, registry))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(sentence);
  }

  private static Arguments hostile(Consumer<MetaGraphDef.Builder> change, String sentence) {
    return Arguments.of(change, sentence);
  }

  private static void input(MetaGraphDef.Builder graph, String node, int index, String tensor) {
    graph.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(candidate -> candidate.getName().equals(node))
        .forEach(found -> found.setInput(index, tensor));
  }

  private static FunctionDef.Builder function(MetaGraphDef.Builder graph, String name) {
    return graph.getGraphDefBuilder().getLibraryBuilder().getFunctionBuilderList().stream()
        .filter(function -> function.getSignature().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Names the restoring node, which is fed with nothing then, as one that initialises. */
  private static void initialiseByRestoring(MetaGraphDef.Builder graph) {
    graph.putSignatureDef(
        "__saved_model_init_op",
        SignatureDef.newBuilder()
            .putOutputs(
                "__saved_model_init_op",
                TensorInfo.newBuilder().setName(RESTORING).setDtype(DataType.DT_INVALID).build())
            .build());
  }

  private static void doubleOverAndOver(MetaGraphDef.Builder graph) {
    for (int level = 0; level < 30; level++) {
      FunctionDef.Builder function =
          graph.getGraphDefBuilder().getLibraryBuilder().addFunctionBuilder();
      function.getSignatureBuilder().setName("level_" + level);
      function.addNodeDef(call("left", "level_" + (level + 1)));
      function.addNodeDef(call("right", "level_" + (level + 1)));
    }
  }

  private static void callDeep(MetaGraphDef.Builder graph) {
    for (int level = 0; level < 200; level++) {
      FunctionDef.Builder function =
          graph.getGraphDefBuilder().getLibraryBuilder().addFunctionBuilder();
      function.getSignatureBuilder().setName("level_" + level);
      function.addNodeDef(call("next", "level_" + (level + 1)));
    }
  }

  private static NodeDef call(String name, String function) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("PartitionedCall")
        .putAttr(
            "f",
            AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build())
        .build();
  }
}
