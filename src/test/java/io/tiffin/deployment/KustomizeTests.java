package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/gcp", "overlays/aws", "overlays/local"})
  void whatAKustomizationNamesIsThere(String name) throws IOException {
    Path directory = DIRECTORY.resolve(name);
    Rendered kustomization = read(directory.resolve("kustomization.yaml"));

    assertThat(kustomization.kind()).isEqualTo("Kustomization");
    for (Object resource : (List<?>) Objects.requireNonNull(kustomization.at("resources"))) {
      assertThat(directory.resolve(resource.toString())).exists();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcp", "aws", "local"})
  void whatAnOverlayChangesIsInTheBase(String name) throws IOException {
    List<Rendered> base = Chart.parse(Files.readString(BASE));
    Path directory = DIRECTORY.resolve("overlays").resolve(name);
    Rendered kustomization = read(directory.resolve("kustomization.yaml"));
    List<?> patches = Objects.requireNonNullElse((List<?>) kustomization.at("patches"), List.of());
    for (Object patch : patches) {
      Path file = directory.resolve(String.valueOf(((Map<?, ?>) patch).get("path")));
      for (Rendered changed : Chart.parse(Files.readString(file))) {
        Rendered target =
            base.stream()
                .filter(object ->
                    object.kind().equals(changed.kind()) && object.name().equals(changed.name()))
                .findFirst()
                .orElseThrow(
                    () -> new AssertionError(file + " changes what the base has not: " + changed));
        Object container = changed.at("spec", "template", "spec", "containers", "0", "name");
        if (container != null) {
          assertThat(container).isEqualTo(target.pod().at("containers", "0", "name"));
        }
      }
    }
  }

  /**
   * What a replica must say of itself holds for overlays too: no two pods on a store of their own.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gcp", "aws"})
  void overlaysOfCloudsHaveTheirProfileAndCountNoEventsByThemselves(String name)
      throws IOException {
    String patches =
        Files.readString(DIRECTORY.resolve("overlays").resolve(name).resolve("tiffin.yaml"));

    assertThat(patches).contains("value: " + name).doesNotContain("runtime: embedded");
  }

  private static Rendered read(Path file) throws IOException {
    return Chart.parse(Files.readString(file)).getFirst();
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
