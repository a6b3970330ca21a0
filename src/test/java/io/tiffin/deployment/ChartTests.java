package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.marcnuri.helm.LintResult;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The chart by a real Helm: what it makes, what it refuses, and what every pod must be. */
class ChartTests {

  /** Checks a kind's fields against what Kubernetes declares. */
  private interface Schema {

    void check(JsonElement object) throws IOException;
  }

  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          "Deployment", V1Deployment::validateJsonElement,
          "StatefulSet", V1StatefulSet::validateJsonElement,
          "Service", V1Service::validateJsonElement,
          "ServiceAccount", V1ServiceAccount::validateJsonElement,
          "ConfigMap", V1ConfigMap::validateJsonElement,
          "NetworkPolicy", V1NetworkPolicy::validateJsonElement,
          "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
          "Pod", V1Pod::validateJsonElement);

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
  void everyObjectHasOnlyFieldsThatKubernetesDeclares(Path values) throws IOException {
    for (Rendered object : Chart.render(values)) {
      Schema schema = SCHEMAS.get(object.kind());
      if (schema == null) {
        assertThat(object.text("apiVersion")).startsWith("monitoring.coreos.com/");
      } else {
        schema.check(json(object));
      }
    }
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

    assertThatThrownBy(() -> V1Pod.validateJsonElement(json(misspelt)))
        .hasMessageContaining("imagePullPolice");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyPodIsRestrictedProbedAndLimited(Path values) {
    Rendered pod = workload(Chart.render(values)).pod();

    assertThat(pod.at("automountServiceAccountToken")).isEqualTo(false);
    assertThat(pod.at("securityContext", "runAsNonRoot")).isEqualTo(true);
    assertThat(pod.text("securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
    Rendered container =
        new Rendered(
            Map.copyOf((Map<?, ?>) java.util.Objects.requireNonNull(pod.at("containers", "0"))));
    assertThat(container.at("securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
    assertThat(container.at("securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(container.at("securityContext", "capabilities", "drop")).isEqualTo(List.of("ALL"));
    assertThat(container.at("resources", "limits", "memory")).isNotNull();
    assertThat(container.at("resources", "requests", "cpu")).isNotNull();
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at(probe, "httpGet", "path")).as(probe).isNotNull();
    }
    int grace = Integer.parseInt(pod.text("terminationGracePeriodSeconds"));
    assertThat(grace).isGreaterThanOrEqualTo(10 + 30);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void nothingGetsInOrOutThatNoRuleNames(Path values) {
    Rendered policy =
        Chart.render(values).stream()
            .filter(object -> object.kind().equals("NetworkPolicy"))
            .findFirst()
            .orElseThrow();

    assertThat(policy.at("spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    assertThat((List<?>) policy.at("spec", "egress"))
        .allMatch(rule -> rule.toString().contains("port"));
  }

  @Test
  void aGpuComesWithItsImageLimitNodesTolerationsAndDevice() {
    List<Rendered> objects = Chart.render(example("gpu"));
    Rendered pod = workload(objects).pod();

    assertThat(pod.text("containers", "0", "image")).endsWith("-gpu");
    assertThat(pod.text("containers", "0", "resources", "limits", "nvidia.com/gpu")).isEqualTo("1");
    assertThat(pod.text("nodeSelector")).contains("nvidia-l4");
    assertThat(pod.text("tolerations")).contains("nvidia.com/gpu");
    assertThat(config(objects)).contains("device: gpu:0", "repository: /models");
  }

  @Test
  void kafkaMeansPodsWithAnIdentity() {
    Rendered workload = workload(Chart.render(example("gcp")));

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
        Arguments.of("a second pod on a store of its own", Map.of("replicas", 2)),
        Arguments.of("an autoscaler on one", Map.of("autoscaling.enabled", true)),
        Arguments.of(
            "a second pod on a custom store of its own",
            Map.of(
                "store.profile", "custom", "store.tiers", "near-cache\\,rocksdb", "replicas", 2)),
        Arguments.of("two writers of live rows", Map.of("store.profile", "aws", "replicas", 2)),
        Arguments.of("a store that forgets", Map.of("persistence.enabled", false)),
        Arguments.of("tiers that nobody looks at", Map.of("store.tiers", "near-cache")),
        Arguments.of("a custom store without tiers", Map.of("store.profile", "custom")),
        Arguments.of("callers whom nobody knows", Map.of("security.mode", "open")),
        Arguments.of("a name that does not exist", Map.of("replica", 1)),
        Arguments.of("no pods", Map.of("replicas", 0)),
        Arguments.of("a profile that does not exist", Map.of("store.profile", "azure")),
        Arguments.of("memory without a unit that exists", Map.of("resources.limits.memory", "2GB")),
        Arguments.of("a port that does not exist", Map.of("service.port", 70000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void wrongValuesAreRefused(String what, Map<String, Object> values) {
    assertThatThrownBy(() -> Chart.render(null, values))
        .as(what)
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void sharedStoresTakeAsManyPodsAsOneLikes() {
    assertThatCode(() -> Chart.render(example("aws"), Map.of("autoscaling.maxReplicas", 200)))
        .doesNotThrowAnyException();
  }

  private static Path example(String name) {
    return Chart.DIRECTORY.resolve("ci").resolve(name + "-values.yaml");
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

  private static JsonElement json(Rendered object) {
    return JsonParser.parseString(
        JsonMapper.shared().writeValueAsString(new Yaml().load(new Yaml().dump(object.yaml()))));
  }
}
