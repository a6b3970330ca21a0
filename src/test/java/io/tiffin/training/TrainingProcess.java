package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Training in a process of its own, as whoever trains runs it: TensorFlow sizes the threads inside
 * its operations once in a process, for the first session in it, so only there are they the
 * trainer's.
 *
 * <p>Arguments: a file for the weights of a network taught by {@link TestRows}, then those of the
 * train command.
 */
final class TrainingProcess {

  private TrainingProcess() {}

  public static void main(String[] arguments) throws Exception {
    TestRows.loadTensorFlow();
    Weights weights = TestRows.taught(TestRows.settings(1)).weights();
    Files.writeString(
        Path.of(arguments[0]),
        weights.names().stream()
            .map(name -> name + " " + Arrays.toString(weights.get(name).values()))
            .collect(Collectors.joining("\n")));
    List<String> command = List.of(arguments).subList(1, arguments.length);
    System.exit(TrainCommandTests.command(System.out, System.err).execute(command));
  }

  /** Runs one, and returns when it has ended well. */
  static void run(Path weights, List<String> command) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtiffin.model.native-directory="
                    + System.getProperty("tiffin.model.native-directory"),
                "-cp",
                System.getProperty("java.class.path"),
                TrainingProcess.class.getName(),
                weights.toString()));
    line.addAll(command);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
  }
}
