package io.tiffin.model.djl.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.FakeTicker;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Manifest.Engine;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.PoolSize;
import io.tiffin.model.TestCatalogue;
import io.tiffin.model.djl.Bundles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxEngineTests {

  private static final UnaryOperator<UnknownFieldSet> AS_IT_IS = UnaryOperator.identity();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeTicker ticker = new FakeTicker();
  private final ModelLoader loader =
      BothEngines.loader(
          TestCatalogue.catalogue(), new ModelPools(new PoolSize(2, 16), registry, ticker), ticker);

  @TempDir private Path directory;

  @Test
  void aModelByHandAnswers() throws Exception {
    try (Model model = loader.load(OnnxBundle.of(directory, AS_IT_IS))) {
      Examples examples = new Examples(model.manifest().inputs(), 2);
      examples.set(0, 0, 0, 3f);
      examples.set(0, 1, 1, 5f);

      Inference inference = model.run(examples, Bundles.later());

      assertThat(((Answered) inference).minutes()).containsExactly(6, 6, 6, 10, 10, 10);
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void aModelOfEitherEngineGoesOnAnsweringWhenAnotherIsClosed() throws Exception {
    Bundle onnx = OnnxBundle.of(directory.resolve("onnx"), AS_IT_IS);
    for (Bundle left : List.of(Bundles.read("keras"), onnx)) {
      for (Bundle right : List.of(Bundles.read("keras"), onnx)) {
        try (Model stays = loader.load(left)) {
          loader.load(right).close();

          assertThat(run(stays)).isInstanceOf(Answered.class);
        }
      }
    }
  }

  @Test
  void aCallThatTheEngineCannotAnswerIsAFailureAndNoCrash() throws Exception {
    UnaryOperator<UnknownFieldSet> beyondTheTable =
        graph ->
            OnnxBundle.message()
                .mergeFrom(graph)
                .clearField(1)
                .mergeField(
                    1, OnnxBundle.bytes(OnnxBundle.node("Squeeze", "", List.of("cuisine"), "rows")))
                .mergeField(
                    1,
                    OnnxBundle.bytes(
                        OnnxBundle.node("Gather", "", List.of("weights", "rows"), "minutes")))
                .build();
    Bundle bundle = OnnxBundle.of(directory, beyondTheTable);

    assertThatThrownBy(() -> loader.load(bundle))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageStartingWith("samples: ");
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void aFileThatTheEngineRefusesIsRefused() throws Exception {
    Bundle bundle =
        OnnxBundle.of(
            directory,
            graph ->
                OnnxBundle.message()
                    .mergeFrom(graph)
                    .mergeField(
                        1,
                        OnnxBundle.bytes(
                            OnnxBundle.node("MatMul", "", List.of("nowhere"), "nothing")))
                    .build());

    assertThatThrownBy(() -> loader.load(bundle))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageStartingWith("the engine refuses the model: ONNX Model cannot be loaded: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PyTorch     | 2    | manifest.json: engine.name is 'PyTorch', this Tiffin runs OnnxRuntime and TensorFlow
          OnnxRuntime | 2.0  | manifest.json: engine.version is '2.0', this Tiffin runs OnnxRuntime 1
          OnnxRuntime | 10   | manifest.json: engine.version is '10', this Tiffin runs OnnxRuntime 1
          TensorFlow  | 2.16 | saved_model.pb: is not a SavedModel
          """)
  void anEngineThatIsNotThereIsRefused(String name, String version, String sentence)
      throws Exception {
    byte[] model = OnnxBundle.model(OnnxBundle.graph()).toByteArray();
    Bundle bundle = OnnxBundle.ofBytes(directory, model, new Engine(name, version));

    assertThatThrownBy(() -> loader.load(bundle))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageStartingWith(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-x64",
    "Linux,aarch64,linux-aarch64",
    "Mac OS X,aarch64,osx-aarch64",
    "Windows 11,amd64,win-x64"
  })
  void platformsAreCalledAsInTheEnginesJar(String system, String architecture, String platform) {
    assertThat(OnnxLibrary.platform(system, architecture)).isEqualTo(platform);
  }

  private static Inference run(Model model) {
    return model.run(new Examples(model.manifest().inputs(), 1), Bundles.later());
  }
}
