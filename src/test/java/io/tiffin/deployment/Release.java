package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;

/**
 * A release by the name of {@code tiffin} in a namespace of its own, by the command Helm.
 *
 * @param cluster where it is
 * @param namespace which it has to itself
 */
record Release(LocalCluster cluster, String namespace) {

  /** Of the chart as it stands here. */
  Outcome install(Path values, String... arguments) {
    return helm("install", Chart.DIRECTORY, values, arguments);
  }

  Outcome upgrade(Path chart, Path values, String... arguments) {
    return helm("upgrade", chart, values, arguments);
  }

  /** A command of Helm's about this release. */
  Outcome helm(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "tiffin", "--namespace", namespace));
    all.addAll(List.of(arguments));
    return cluster.run("helm", all.toArray(String[]::new));
  }

  private Outcome helm(String command, Path chart, Path values, String... arguments) {
    return helm(
        command,
        Stream.concat(
                Stream.of(chart.toString(), "--values", values.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** What the server has of an object. */
  Rendered stored(Rendered object) {
    String group =
        object.text("apiVersion").replaceFirst("^v1$", "").replaceFirst("(.*)/(.*)", ".$2.$1");
    return Chart.parse(
            kubectl("get", object.kind() + group + "/" + object.name(), "--output", "yaml"))
        .getFirst();
  }

  /** A value of an object of the server's, by a path of kubectl's. */
  String value(String object, String path) {
    return kubectl("get", object, "--output", "jsonpath=" + path);
  }

  /** What kubectl says that finds what it is told to. */
  String kubectl(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--namespace", namespace));
    all.addAll(List.of(arguments));
    return cluster.done("kubectl", all.toArray(String[]::new));
  }

  /** Waits until admission has let as many pods through as there should be. */
  void awaitPods(int expected) {
    awaitAsserted(() ->
        assertThat(kubectl("get", "pods", "--output", "name").lines())
            .as(() -> kubectl("get", "events"))
            .hasSize(expected));
  }

  void awaitValue(String object, String path, String expected) {
    awaitAsserted(() ->
        assertThat(
                cluster
                    .run("kubectl", "get", object, "-n", namespace, "-o", "jsonpath=" + path)
                    .output())
            .as(path)
            .isEqualTo(expected));
  }

  /** Waits for what controllers do in their own time. */
  void awaitAsserted(ThrowingRunnable assertion) {
    await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
  }

  /** Plays the part of whoever runs pods, for those that are there. */
  void playReady() {
    for (String pod : kubectl("get", "pods", "--output", "name").lines().toList()) {
      play(
          pod, "{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}");
    }
  }

  /** Plays that part for one. */
  void play(String pod, String status) {
    kubectl(
        "patch",
        pod,
        "--subresource=status",
        "--type=merge",
        "--patch={\"status\":%s}".formatted(status));
  }

  /**
   * Names of everything in the namespace, whatever its kind; apart from events, and endpoints,
   * which slices have replaced.
   */
  TreeSet<String> everything() {
    List<String> kinds =
        cluster
            .done("kubectl", "api-resources", "--verbs=list", "--namespaced", "--output", "name")
            .lines()
            .filter(kind -> !kind.startsWith("events") && !kind.equals("endpoints"))
            .toList();
    return new TreeSet<>(
        kubectl("get", String.join(",", kinds), "--output", "name").lines().toList());
  }
}
