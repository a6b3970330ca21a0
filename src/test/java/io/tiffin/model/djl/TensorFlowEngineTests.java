package io.tiffin.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Categories;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;

class TensorFlowEngineTests {

  /** The node that serves in the Keras model, and the one that saves checkpoints. */
  private static final String SERVING = "StatefulPartitionedCall_1";

  private static final String SAVING = "StatefulPartitionedCall_2";

  @TempDir Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @ParameterizedTest
  @ValueSource(strings = {"keras", "plain"})
  void aModelOfPythonsTensorFlowWithAHandWrittenManifestAnswers(String name) throws Exception {
    try (Model model = Bundles.load(Bundles.read(name), registry)) {
      int bucket = Categories.bucket("thai", 8);
      Examples examples = new Examples(model.manifest().inputs(), 2);
      examples.set(0, 0, 0, 3f);
      examples.set(0, 0, 1, 2000f);
      examples.set(1, 0, 0, bucket);
      examples.set(0, 1, 0, 1f);

      Inference inference = model.run(examples, Bundles.later());

      assertThat(inference).isInstanceOf(Answered.class);
      float[] minutes = ((Answered) inference).minutes();
      float cuisine = bucket % 2 == 0 ? 1 : 0;
      assertThat(minutes).hasSize(6);
      assertThat(minutes[0]).isCloseTo(8 + 6 + 20 + cuisine, within(1e-4f));
      assertThat(minutes[1]).isCloseTo(10 + 6 + 20 + cuisine, within(1e-4f));
      assertThat(minutes[5]).isCloseTo(14 + 2 + 1, within(1e-4f));
      assertThat(((Answered) inference).legs()).isEmpty();
    }
  }

  @Test
  void inputsAreFedByNameWhateverTheirOrderInTheManifest() throws Exception {
    Bundle bundle = Bundles.read("keras");

    try (Model model = Bundles.load(bundle, registry)) {
      assertThat(model.manifest().inputs().getFirst().name()).isEqualTo("numbers");
      assertThat(model.run(new Examples(model.manifest().inputs(), 1), Bundles.later()))
          .isInstanceOfSatisfying(
              Answered.class, answer -> assertThat(answer.minutes()).contains(11f));
    }
  }

  @Test
  void aClosedModelAnswersThatItIsClosedAndLeavesNoMeters() throws Exception {
    Model model = Bundles.load(Bundles.read("keras"), registry);
    assertThat(registry.find("tiffin.model.calls").tag("outcome", "ANSWERED").counter().count())
        .isPositive();

    model.close();

    assertThat(model.run(new Examples(model.manifest().inputs(), 1), Bundles.later()))
        .isInstanceOfSatisfying(
            Inference.Failed.class,
            failed -> assertThat(failed.message()).isEqualTo("the model is closed"));
    assertThat(registry.getMeters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "TensorFlow"         | "PyTorch"     | manifest.json: engine.name is 'PyTorch', this Tiffin runs TensorFlow
          "version": "2.16.2"  | "version": "1.15"  | manifest.json: engine.version is '1.15', this Tiffin runs TensorFlow 2
          "version": "2.16.2"  | "version": "20.1"  | manifest.json: engine.version is '20.1', this Tiffin runs TensorFlow 2
          "name": "cuisine"    | "name": "kitchen"  | saved_model.pb: signature takes the inputs [cuisine, numbers], the manifest feeds [kitchen, numbers]
          "output": "minutes"  | "output": "time"   | saved_model.pb: signature has no output 'time', only [minutes]
          [0.1, 0.5, 0.9]      | [0.5, 0.9]         | saved_model.pb: output 'minutes' has the shape [-1, 3], expected [any number of orders, 2]
          "engine"             | "signature": "predict", "engine" | saved_model.pb: has no signature 'predict', only
          """)
  void aManifestThatTheModelBeliesIsRefused(String good, String bad, String sentence)
      throws Exception {
    Bundle bundle = Bundles.withManifest(directory, good, bad);

    assertRefused(bundle, sentence);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("spoiltGraphs")
  void aGraphThatIsNotSafeIsRefusedBeforeAnythingOfItRuns(
      Consumer<MetaGraphDef.Builder> change, String sentence) throws Exception {
    Bundle bundle = Bundles.withGraph(directory, change);

    assertRefused(bundle, sentence);
  }

  static Stream<Arguments> spoiltGraphs() {
    return Stream.of(
        spoilt(
            graph -> add(graph, "reader", "ReadFile"),
            "operation ReadFile (node 'reader') is not among those"),
        spoilt(
            graph -> add(graph, "writer", "WriteFile"),
            "operation WriteFile (node 'writer') is not among those"),
        spoilt(
            graph -> add(graph, "python", "EagerPyFunc"),
            "operation EagerPyFunc (node 'python') is not among those"),
        spoilt(
            graph -> add(graph, "loop", "While"),
            "operation While (node 'loop') is not among those"),
        spoilt(
            graph ->
                graph
                    .getGraphDefBuilder()
                    .getLibraryBuilder()
                    .getFunctionBuilder(0)
                    .addNodeDef(NodeDef.newBuilder().setName("hidden").setOp("PyFunc")),
            "operation PyFunc (node 'hidden') is not among those"),
        spoilt(graph -> dependOn(graph, SERVING, SAVING), "must not run for an estimate"),
        spoilt(
            graph -> dependOn(graph, graph.getSaverDef().getRestoreOpName(), SAVING),
            "must not run when a model is loaded"),
        spoilt(
            TensorFlowEngineTests::addNotANumber,
            "saved_model.pb: constant 'nan' holds NaN or infinity"),
        spoilt(
            graph -> type(graph, DataType.DT_DOUBLE),
            "saved_model.pb: input 'numbers' is of type DT_DOUBLE, expected DT_FLOAT"),
        spoilt(
            graph -> graph.getMetaInfoDefBuilder().clearTags().addTags("train"),
            "saved_model.pb: holds something else than one graph with the tag 'serve'"));
  }

  @Test
  void theSameGraphUnspoiltIsLoaded() throws Exception {
    Bundle bundle = Bundles.withGraph(directory, graph -> dependOn(graph, SERVING, "NoOp"));

    try (Model model = Bundles.load(bundle, registry)) {
      assertThat(model.manifest().name()).isEqualTo("keras");
    }
  }

  @Test
  void aFileThatIsNoSavedModelIsRefused() throws Exception {
    Bundles.copy(directory);
    Files.writeString(directory.resolve("saved_model.pb"), "this is not a graph");

    assertRefused(Bundles.rewritten(directory), "saved_model.pb: is not a SavedModel");
  }

  @Test
  void variablesThatAreDamagedOrMissingAreRefused() throws Exception {
    Bundles.copy(directory);
    Path data = directory.resolve("variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    bytes[2] ^= 1;
    Files.write(data, bytes);

    assertRefused(Bundles.rewritten(directory), "variables: cannot be restored");
  }

  @Test
  void samplesThatAreNotSamplesAreRefused() throws Exception {
    Bundles.copy(directory);
    Files.writeString(
        directory.resolve("samples.jsonl"),
        "{\"features\":{\"request.items_total\":\"many\"},\"minutes\":3}");

    assertRefused(
        Bundles.rewritten(directory), "samples: request.items_total is 'many', expected a number");
  }

  private void assertRefused(Bundle bundle, String sentence) {
    assertThatThrownBy(() -> Bundles.load(bundle, registry))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(sentence);
    assertThat(registry.getMeters()).isEmpty();
  }

  private static Arguments spoilt(Consumer<MetaGraphDef.Builder> change, String sentence) {
    return Arguments.of(change, sentence);
  }

  private static void add(MetaGraphDef.Builder graph, String name, String operation) {
    graph.getGraphDefBuilder().addNode(NodeDef.newBuilder().setName(name).setOp(operation));
  }

  private static void dependOn(MetaGraphDef.Builder graph, String node, String other) {
    graph.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(candidate -> candidate.getName().equals(node))
        .forEach(found -> found.addInput("^" + other));
  }

  private static void addNotANumber(MetaGraphDef.Builder graph) {
    TensorProto nan =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(Float.NaN).build();
    graph
        .getGraphDefBuilder()
        .addNode(
            NodeDef.newBuilder()
                .setName("nan")
                .setOp("Const")
                .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
                .putAttr("value", AttrValue.newBuilder().setTensor(nan).build()));
    dependOn(graph, SERVING, "nan");
  }

  private static void type(MetaGraphDef.Builder graph, DataType type) {
    TensorInfo info = graph.getSignatureDefOrThrow("serving_default").getInputsOrThrow("numbers");
    graph.putSignatureDef(
        "serving_default",
        graph.getSignatureDefOrThrow("serving_default").toBuilder()
            .putInputs("numbers", info.toBuilder().setDtype(type).build())
            .build());
  }
}
