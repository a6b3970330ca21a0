package io.tiffin.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class TensorFlowLibraryTests {

  @TempDir Path home;

  @Test
  void afterLoadingItTensorFlowsOwnClassesWork() throws Exception {
    TensorFlowLibrary.load(Bundles.NATIVE);

    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var sum = tf.math.add(tf.constant(1f), tf.constant(2f));
      try (var result = session.runner().fetch(sum).run()) {
        assertThat(((TFloat32) result.get(0)).getFloat()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"guarded", "onnx"})
  void loadingAModelAsksNobodyOnTheNetworkAndLeavesNothingInTheHomeDirectory(String engine)
      throws Exception {
    List<String> lines = run(engine);

    assertThat(lines).contains("loaded").noneMatch(line -> line.startsWith("asked "));
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void theEngineAloneWouldAskTheNetwork() throws Exception {
    List<String> lines = run("unguarded");

    assertThat(lines).contains("asked publish.djl.ai");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsAnError() throws Exception {
    Path file = java.nio.file.Files.writeString(home.resolve("file"), "");

    assertThatThrownBy(() -> TensorFlowLibrary.load(file.resolve("native")))
        .isInstanceOf(IOException.class);
  }

  private List<String> run(String argument) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + home,
                "-XX:-UsePerfData",
                "-Dtiffin.model.native-directory=" + Bundles.NATIVE,
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                System.getProperty("java.class.path"),
                ModelProcess.class.getName(),
                argument)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
      return lines.toList();
    }
  }
}
