package io.tiffin.deployment;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The chart, as a real Helm sees it. */
final class Chart {

  static final Path DIRECTORY = Path.of("helm", "tiffin");

  /** Of objects that are rendered; Helm takes 1.20 unless told. */
  private static final String KUBERNETES = "1.31.0";

  private Chart() {}

  static LintResult lint() {
    return new Helm(DIRECTORY).lint().strict().call();
  }

  /** The values files that stand for ways to run it. */
  static List<Path> examples() {
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("ci"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of them, by what stands before {@code -values.yaml}. */
  static Path example(String name) {
    return DIRECTORY.resolve("ci").resolve(name + "-values.yaml");
  }

  /** What stands before {@code -values.yaml}. */
  static String nameOf(Path example) {
    return example.getFileName().toString().replace("-values.yaml", "");
  }

  /** How many pods objects make, before there is any load. */
  static int pods(List<Rendered> objects) {
    return objects.stream()
            .filter(object -> object.kind().equals("HorizontalPodAutoscaler"))
            .map(object -> object.text("spec", "minReplicas"))
            .findFirst()
            .map(Integer::parseInt)
            .orElseGet(() -> replicas(objects))
        + (int) objects.stream().filter(object -> object.kind().equals("Job")).count();
  }

  private static int replicas(List<Rendered> objects) {
    return objects.stream()
        .filter(Rendered::isWorkload)
        .mapToInt(workload -> Integer.parseInt(workload.text("spec", "replicas")))
        .sum();
  }

  /** What a release by the name of {@code tiffin} consists of. */
  static List<Rendered> render(@Nullable Path values, Map<String, Object> set) {
    TemplateCommand command =
        new Helm(DIRECTORY).template().withName("tiffin").withKubeVersion(KUBERNETES);
    if (values != null) {
      command.withValuesFile(values);
    }
    set.forEach(command::set);
    return parse(command.call());
  }

  static List<Rendered> render(Path values) {
    return render(values, Map.of());
  }

  /** Objects, as they stand in YAML. */
  static List<Rendered> parse(String yaml) {
    List<Rendered> objects = new ArrayList<>();
    for (Object document : new Yaml().loadAll(yaml)) {
      if (document instanceof Map<?, ?> object) {
        objects.add(new Rendered(object));
      }
    }
    return objects;
  }
}
