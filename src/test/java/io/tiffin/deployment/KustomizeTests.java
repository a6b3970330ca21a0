package io.tiffin.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.InstalledPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The manifests for those who have no Helm. The base is the chart's default render; to write it
 * anew: {@code ./mvnw test -Dtest=KustomizeTests -Dtiffin.k8s.write=true}.
 */
class KustomizeTests {

  private static final Path DIRECTORY = Path.of("k8s");
  private static final Path BASE = DIRECTORY.resolve("base").resolve("tiffin.yaml");
  private static final Set<String> OF_HELM =
      Set.of("helm.sh/chart", "app.kubernetes.io/managed-by");

  @Test
  void theBaseIsWhatTheChartMakesByDefault() throws IOException {
    List<Map<?, ?>> rendered =
        Chart.render(null, Map.of()).stream()
            .filter(object -> !object.text("metadata", "annotations").contains("helm.sh/hook"))
            .<Map<?, ?>>map(object -> (Map<?, ?>) withoutHelm(object.yaml()))
            .toList();
    if (Boolean.getBoolean("tiffin.k8s.write")) {
      Files.writeString(BASE, yaml().dumpAll(rendered.iterator()));
    }

    List<Map<?, ?>> base =
        Chart.parse(Files.readString(BASE)).stream().<Map<?, ?>>map(Rendered::yaml).toList();

    assertThat(base).isEqualTo(rendered);
  }

  @Test
  void theBaseIsBuiltAsItStands() throws IOException {
    List<Rendered> built = build("base");

    assertThat(built).containsExactlyInAnyOrderElementsOf(Chart.parse(Files.readString(BASE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/gcp", "overlays/aws", "overlays/local"})
  void whatIsBuiltKeepsTheRulesOfTheChart(String name) {
    List<Rendered> built = build(name);

    built.forEach(DeclaredFields::check);
    PodRules.check(workload(built));
    PodRules.checkTraffic(built);
    assertThat((List<?>) workload(built).pod().at("containers")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcp", "aws", "local"})
  void overlaysLiveInTheirNamespace(String name) {
    assertThat(build("overlays/" + name))
        .filteredOn(object -> !object.kind().equals("Namespace"))
        .allMatch(object -> object.text("metadata", "namespace").equals("tiffin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcp", "aws"})
  void overlaysOfCloudsAreThreePodsOnSharedStoresWithKafka(String name) {
    List<Rendered> built = build("overlays/" + name);
    Rendered workload = workload(built);

    assertThat(workload.at("spec", "replicas")).isEqualTo(3);
    assertThat(workload.pod().text("containers", "0", "image")).isEqualTo("REGISTRY/tiffin:0.1.0");
    assertThat(environment(workload))
        .containsEntry("SPRING_PROFILES_ACTIVE", name)
        .containsEntry("TIFFIN_EVENTS_RUNTIME", "kafka")
        .containsEntry("TIFFIN_STORE_REPLICAS", "3")
        .containsEntry("SPRING_KAFKA_BOOTSTRAPSERVERS", "KAFKA:9092")
        .containsEntry("SPRING_KAFKA_STREAMS_PROPERTIES_GROUP_INSTANCE_ID", "$(POD_NAME)");
    assertThat(only(built, "NetworkPolicy").text("spec", "egress")).contains("9092", "6379");
    assertThat(only(built, "ServiceAccount").at("metadata", "annotations")).isNotNull();
  }

  @Test
  void theLocalOverlayHasANamespaceThatIsRestricted() {
    List<Rendered> built = build("overlays/local");

    assertThat(only(built, "Namespace").text("metadata", "labels"))
        .contains("pod-security.kubernetes.io/enforce=restricted");
    assertThat(workload(built).pod().at("containers", "0", "image")).isEqualTo("tiffin:local");
    assertThat(workload(built).at("spec", "replicas")).isEqualTo(1);
  }

  /** The control: a change of what is not there is refused. */
  @Test
  void aChangeOfWhatTheBaseHasNotIsRefused(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("tiffin.yaml"), Files.readString(BASE));
    Files.writeString(
        directory.resolve("kustomization.yaml"),
        """
        resources: [tiffin.yaml]
        patches:
          - patch: |
              {apiVersion: apps/v1, kind: Deployment, metadata: {name: tiffin}, spec: {replicas: 2}}
        """);

    Outcome outcome = kustomize(directory);

    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.error()).contains("no matches for Id Deployment");
  }

  private static List<Rendered> build(String name) {
    Outcome outcome = kustomize(DIRECTORY.resolve(name));
    assertThat(outcome.error()).as("what Kustomize says of %s", name).isEmpty();
    assertThat(outcome.status()).isZero();
    return Chart.parse(outcome.output());
  }

  private static Outcome kustomize(Path directory) {
    InstalledPrograms.require("kubectl");
    return Outcome.of(List.of("kubectl", "kustomize", directory.toString()), Map.of(), "");
  }

  private static Rendered workload(List<Rendered> objects) {
    return only(objects, "StatefulSet");
  }

  private static Rendered only(List<Rendered> objects, String kind) {
    return objects.stream().filter(object -> object.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static Map<String, String> environment(Rendered workload) {
    Map<String, String> environment = new TreeMap<>();
    for (Object entry : (List<?>) requireNonNull(workload.pod().at("containers", "0", "env"))) {
      Map<?, ?> variable = (Map<?, ?>) entry;
      environment.put(String.valueOf(variable.get("name")), String.valueOf(variable.get("value")));
    }
    return environment;
  }

  private static Object withoutHelm(Object yaml) {
    return switch (yaml) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .filter(entry -> !OF_HELM.contains(entry.getKey().toString()))
              .collect(
                  Collectors.toMap(
                      entry -> entry.getKey().toString(),
                      entry -> withoutHelm(entry.getValue()),
                      (one, other) -> one,
                      TreeMap::new));
      case List<?> list -> list.stream().map(KustomizeTests::withoutHelm).toList();
      default -> yaml;
    };
  }

  private static Yaml yaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(options);
  }
}
