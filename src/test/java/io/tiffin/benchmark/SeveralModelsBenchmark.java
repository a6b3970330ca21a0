package io.tiffin.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What several models cost in one process: memory (resident, of the whole process) and estimates a
 * second, of two models in one process ÷ two processes, of two engines, and of n instances ÷ 1. The
 * models are the bundled one and variants of it by their own names; each is asked by eight callers,
 * eight orders a call. Every measurement is a process of its own; rounds are interleaved, and
 * medians printed.
 *
 * <p>{@code ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.SeveralModelsBenchmark
 * -Dbenchmark=3} (the number of rounds).
 */
final class SeveralModelsBenchmark {

  /** What the processes of a measurement load: engines, each a model, and how many instances. */
  private record Setting(List<List<String>> processes, int instances) {}

  /** What the processes of a measurement had together. */
  private record Reading(double megabytes, double estimatesPerSecond) {}

  private SeveralModelsBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int rounds =
        arguments.length > 0 && arguments[0].matches("\\d+") ? Integer.parseInt(arguments[0]) : 3;
    Map<String, List<Reading>> readings = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Setting> setting : settings().entrySet()) {
        readings
            .computeIfAbsent(setting.getKey(), _ -> new ArrayList<>())
            .add(measure(setting.getValue()));
      }
    }
    readings.forEach((name, all) -> {
      Reading median = median(all);
      System.out.printf(
          Locale.ROOT,
          "%-44s %6.0f MB %9.0f estimates/s%n",
          name,
          median.megabytes(),
          median.estimatesPerSecond());
    });
    printRatios(readings);
  }

  private static Map<String, Setting> settings() {
    String tensorFlow = "TensorFlow";
    String onnx = "OnnxRuntime";
    Map<String, Setting> settings = new LinkedHashMap<>();
    settings.put("no model", new Setting(List.of(List.of()), 1));
    settings.put("one model", new Setting(List.of(List.of(tensorFlow)), 1));
    settings.put(
        "two models, one process", new Setting(List.of(List.of(tensorFlow, tensorFlow)), 1));
    settings.put(
        "two models, two processes",
        new Setting(List.of(List.of(tensorFlow), List.of(tensorFlow)), 1));
    settings.put("one model, ONNX Runtime", new Setting(List.of(List.of(onnx)), 1));
    settings.put(
        "a model of each engine, one process", new Setting(List.of(List.of(tensorFlow, onnx)), 1));
    settings.put("one model, 2 instances", new Setting(List.of(List.of(tensorFlow)), 2));
    settings.put("one model, 4 instances", new Setting(List.of(List.of(tensorFlow)), 4));
    return settings;
  }

  private static void printRatios(Map<String, List<Reading>> readings) {
    printRatio(readings, "two models, one process", "two models, two processes");
    printRatio(readings, "two models, one process", "one model");
    printRatio(readings, "a model of each engine, one process", "two models, one process");
    printRatio(readings, "one model, ONNX Runtime", "one model");
    printRatio(readings, "one model, 2 instances", "one model");
    printRatio(readings, "one model, 4 instances", "one model");
  }

  private static void printRatio(Map<String, List<Reading>> readings, String one, String other) {
    Reading left = median(readings.getOrDefault(one, List.of()));
    Reading right = median(readings.getOrDefault(other, List.of()));
    System.out.printf(
        Locale.ROOT,
        "%s ÷ %s: memory %.2f, estimates/s %.2f%n",
        one,
        other,
        left.megabytes() / right.megabytes(),
        left.estimatesPerSecond() / right.estimatesPerSecond());
  }

  private static Reading median(List<Reading> readings) {
    double[] megabytes = readings.stream().mapToDouble(Reading::megabytes).sorted().toArray();
    double[] rates = readings.stream().mapToDouble(Reading::estimatesPerSecond).sorted().toArray();
    return new Reading(megabytes[megabytes.length / 2], rates[rates.length / 2]);
  }

  /** Starts the processes, lets all of them begin at once, and adds up what they say. */
  private static Reading measure(Setting setting) throws IOException {
    List<Process> processes = new ArrayList<>();
    for (List<String> engines : setting.processes()) {
      processes.add(start(engines, setting.instances()));
    }
    List<BufferedReader> outputs = new ArrayList<>();
    for (Process process : processes) {
      BufferedReader output = process.inputReader();
      await(output, "loaded");
      outputs.add(output);
    }
    for (Process process : processes) {
      process.outputWriter().append("go\n").flush();
    }
    double megabytes = 0;
    double rate = 0;
    for (BufferedReader output : outputs) {
      String[] words = await(output, "measured").split(" ", -1);
      megabytes += Double.parseDouble(words[1]);
      rate += Double.parseDouble(words[2]);
    }
    return new Reading(megabytes, rate);
  }

  private static Process start(List<String> engines, int instances) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dtiffin.model.native-directory="
                    + System.getProperty("tiffin.model.native-directory", "target/native"),
                "-classpath",
                System.getProperty("java.class.path"),
                ModelsProcess.class.getName(),
                String.valueOf(instances)));
    command.addAll(engines);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String await(BufferedReader output, String word) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(word)) {
        return line;
      }
    }
    throw new IllegalStateException("a process ended before it said '" + word + "'");
  }
}
