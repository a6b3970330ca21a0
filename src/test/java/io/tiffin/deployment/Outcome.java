package io.tiffin.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a program ended.
 *
 * @param status 0 if it did what it was told
 * @param output what it says
 * @param error what it complains of, warnings among it
 */
record Outcome(int status, String output, String error) {

  /** Runs a program to its end, with some environment beside the usual. */
  static Outcome of(List<String> command, Map<String, String> environment, String input) {
    try {
      Path in = Files.writeString(Files.createTempFile("tiffin", "in"), input);
      Path error = Files.createTempFile("tiffin", "error");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectInput(in.toFile()).redirectError(error.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output, Files.readString(error));
      } finally {
        Files.delete(in);
        Files.delete(error);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
