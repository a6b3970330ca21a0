package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart by a real Helm: what it makes, what it refuses, and what every pod must be. */
class ChartTests {

  static List<Path> examples() {
    return Chart.examples();
  }

  @Test
  void helmFindsNothingToSayAboutIt() {
    LintResult result = Chart.lint();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyObjectHasOnlyFieldsThatKubernetesDeclares(Path values) {
    Chart.render(values).forEach(DeclaredFields::check);
  }

  /** The control: a field that is misspelt is found. */
  @Test
  void aFieldThatKubernetesDoesNotDeclareIsFound() {
    Rendered misspelt =
        Chart.parse(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: x}
                spec: {containers: [{name: x, imagePullPolice: Always}]}
                """)
            .getFirst();

    assertThatThrownBy(() -> DeclaredFields.check(misspelt))
        .hasMessageContaining("imagePullPolice");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyPodIsRestrictedProbedAndLimited(Path values) {
    PodRules.check(workload(Chart.render(values)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void nothingGetsInOrOutThatNoRuleNames(Path values) {
    PodRules.checkTraffic(Chart.render(values));
  }

  @Test
  void aGpuComesWithItsImageLimitNodesTolerationsAndDevice() {
    List<Rendered> objects = Chart.render(Chart.example("gpu"));
    Rendered pod = workload(objects).pod();

    assertThat(pod.text("containers", "0", "image")).endsWith("-gpu");
    assertThat(pod.text("containers", "0", "resources", "limits", "nvidia.com/gpu")).isEqualTo("1");
    assertThat(pod.text("nodeSelector")).contains("nvidia-l4");
    assertThat(pod.text("tolerations")).contains("nvidia.com/gpu");
    assertThat(config(objects)).contains("device: gpu:0", "repository: /models");
  }

  @Test
  void kafkaMeansPodsWithAnIdentity() {
    Rendered workload = workload(Chart.render(Chart.example("gcp")));

    assertThat(workload.kind()).isEqualTo("StatefulSet");
    assertThat(workload.text("spec", "template", "spec", "containers", "0", "env"))
        .contains("GROUP_INSTANCE_ID");
  }

  @Test
  void whatUsersConfigureGoesBeforeWhatTheChartSets() {
    List<Rendered> objects =
        Chart.render(
            null, Map.of("config.server.port", 9090, "config.tiffin.estimate.deadline", "150ms"));

    assertThat(config(objects)).contains("port: 9090", "deadline: 150ms", "address: 0.0.0.0");
  }

  @Test
  void settingsThatChangeMakeNewPods() {
    String before = workload(Chart.render(null, Map.of())).text("spec", "template", "metadata");
    String after =
        workload(Chart.render(null, Map.of("config.tiffin.estimate.deadline", "150ms")))
            .text("spec", "template", "metadata");

    assertThat(after).isNotEqualTo(before);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("a second pod on a store of its own", Map.of("replicas", 2), "one pod, for"),
        Arguments.of("an autoscaler on one", Map.of("autoscaling.enabled", true), "one pod, for"),
        Arguments.of(
            "a second pod on a custom store of its own",
            Map.of(
                "store.profile", "custom",
                "store.tiers", "rocksdb",
                "events.runtime", "none",
                "replicas", 2),
            "one pod, for its rows are in its own volume"),
        Arguments.of(
            "two writers of live rows",
            Map.of("store.profile", "aws", "replicas", 2),
            "one pod, for it counts events by itself"),
        Arguments.of(
            "a store that forgets",
            Map.of("persistence.enabled", false, "events.runtime", "none"),
            "a volume, for the rows are in it"),
        Arguments.of(
            "a log that forgets",
            Map.of("store.profile", "aws", "persistence.enabled", false),
            "a volume, for the log of events is in it"),
        Arguments.of(
            "tiers that nobody looks at", Map.of("store.tiers", "near-cache"), "empty, for"),
        Arguments.of(
            "a custom store without tiers", Map.of("store.profile", "custom"), "nearest first"),
        Arguments.of(
            "callers whom nobody knows", Map.of("security.mode", "open"), "'api-keys', 'jwt'"),
        Arguments.of("a name that does not exist", Map.of("replica", 1), "'replica' not allowed"),
        Arguments.of("no pods", Map.of("replicas", 0), "minimum: got 0, want 1"),
        Arguments.of(
            "a profile that does not exist", Map.of("store.profile", "azure"), "'local', 'gcp'"),
        Arguments.of(
            "memory without a unit that exists",
            Map.of("resources.limits.memory", "2GB"),
            "/resources/limits/memory"),
        Arguments.of("a port that does not exist", Map.of("service.port", 70000), "65,535"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void wrongValuesAreRefusedWithTheReason(String what, Map<String, Object> values, String reason) {
    assertThatThrownBy(() -> Chart.render(null, values))
        .as(what)
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(reason);
  }

  @Test
  void sharedStoresTakeAsManyPodsAsOneLikes() {
    assertThatCode(() -> Chart.render(Chart.example("aws"), Map.of("autoscaling.maxReplicas", 200)))
        .doesNotThrowAnyException();
  }

  private static Rendered workload(List<Rendered> objects) {
    return objects.stream().filter(Rendered::isWorkload).findFirst().orElseThrow();
  }

  private static String config(List<Rendered> objects) {
    return objects.stream()
        .filter(object -> object.kind().equals("ConfigMap") && object.name().equals("tiffin"))
        .findFirst()
        .orElseThrow()
        .text("data", "application.yaml");
  }
}
