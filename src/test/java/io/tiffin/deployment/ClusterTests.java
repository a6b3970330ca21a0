package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart, and what Kustomize makes, on a real API server with its controllers, in namespaces
 * under the restricted Pod Security Standard. A deliberate check, for making the server takes
 * longer than CI has:
 *
 * <pre>{@code
 * src/test/kubernetes/build DIR
 * ./mvnw test -Dtest='Cluster*Tests' -Dtiffin.kubernetes.binaries=DIR
 * }</pre>
 */
@Timeout(300)
class ClusterTests {

  @TempDir private static Path directory;

  private static LocalCluster cluster;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(directory);
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(cluster);
  }

  static List<Path> examples() {
    return Chart.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anInstallMakesEveryObjectWithoutAWarning(Path values) {
    Release release = cluster.release("install-" + Chart.nameOf(values));

    Outcome installed = release.install(values);

    assertThat(installed.error()).isEmpty();
    assertThat(installed.status()).isZero();
    List<Rendered> objects =
        Chart.render(values).stream().filter(object -> !object.isHook()).toList();
    assertThat(objects).hasSizeGreaterThan(6);
    for (Rendered object : objects) {
      StoredObjects.check(object, release.stored(object));
    }
    release.awaitPods(Chart.pods(objects));
  }

  /** Helm 3 sends other patches than Helm 4. */
  @ParameterizedTest
  @MethodSource("examples")
  void anOlderHelmMakesThemToo(Path values) {
    Release release = cluster.release("older-" + Chart.nameOf(values));

    new Helm(Chart.DIRECTORY)
        .install()
        .withName("tiffin")
        .withNamespace(release.namespace())
        .withKubeConfig(cluster.kubeconfig())
        .withValuesFile(values)
        .call();

    for (Rendered object : Chart.render(values)) {
      if (!object.isHook()) {
        StoredObjects.check(object, release.stored(object));
      }
    }
    release.awaitPods(Chart.pods(Chart.render(values)));
  }

  /** Hooks among them. */
  @ParameterizedTest
  @MethodSource("examples")
  void noFieldIsUnknownToTheServer(Path values) {
    Release release = cluster.release("strict-" + Chart.nameOf(values));
    Outcome rendered =
        release.helm("template", Chart.DIRECTORY.toString(), "--values", values.toString());

    Outcome applied = dryRun(release, rendered.output());

    assertThat(applied.error()).isEmpty();
    assertThat(applied.output().lines())
        .hasSizeGreaterThan(7)
        .anyMatch(line -> line.startsWith("pod/tiffin-test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{port: 80}], selectors: {}}}",
        "{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: x}, spec: {selector: {}, endpoints: [], jobs: x}}"
      })
  void aFieldThatIsUnknownIsRefused(String object) {
    Release release = cluster.release("unknown-" + Integer.toHexString(object.hashCode()));

    Outcome applied = dryRun(release, object);

    assertThat(applied.status()).isNotZero();
    assertThat(applied.error()).contains("field not declared in schema");
  }

  @Test
  void aPodThatMayMoreThanItNeedsIsRefused() {
    Release release = cluster.release("refused");
    release.awaitValue("serviceaccount/default", "{.metadata.name}", "default");

    Outcome run = cluster.run("kubectl", "run", "x", "--image=x", "-n", release.namespace());

    assertThat(run.status()).isNotZero();
    assertThat(run.error()).contains("violates PodSecurity \"restricted");
  }

  /** The control of every "without a warning" here: there is one where there should be. */
  @Test
  void aWorkloadThatWouldMakeSuchPodsIsWarnedOf() {
    Release release = cluster.release("warned");

    Outcome installed =
        release.install(
            Chart.example("local"),
            "--set",
            "models.initContainers[0].name=x,models.initContainers[0].image=x");

    assertThat(installed.error()).contains("would violate PodSecurity");
  }

  /** By the selectors of what looks after pods, which no schema can check. */
  @Test
  void whatLooksAfterPodsFindsThem() {
    Release release = cluster.release("found");

    release.install(Chart.example("aws"));

    release.awaitPods(3);
    release.awaitValue("pdb/tiffin", "{.status.expectedPods}", "3");
    release.awaitValue(
        "hpa/tiffin", "{.status.conditions[?(@.type=='AbleToScale')].status}", "True");
    for (String service : List.of("tiffin", "tiffin-management")) {
      Rendered selector =
          Chart.parse(release.value("service/" + service, "{.spec.selector}")).getFirst();
      assertThat(podsOf(release, selector)).as(service).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/gcp", "overlays/aws", "overlays/local"})
  void whatKustomizeMakesIsAppliedWithoutAWarning(String name) {
    Release applied =
        switch (name) {
          case "base" -> cluster.release("kustomize");
          case "overlays/local" -> new Release(cluster, "tiffin"); // makes its namespace
          default -> cluster.release("tiffin");
        };

    applied.kubectl("apply", "--validate=strict", "--kustomize", Path.of("k8s", name).toString());

    applied.awaitPods(name.endsWith("gcp") || name.endsWith("aws") ? 3 : 1);
    cluster.done("kubectl", "delete", "namespace", applied.namespace());
  }

  private static List<String> podsOf(Release release, Rendered selector) {
    List<String> labels =
        selector.yaml().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .toList();
    return release
        .kubectl("get", "pods", "--selector", String.join(",", labels), "--output", "name")
        .lines()
        .toList();
  }

  private static Outcome dryRun(Release release, String objects) {
    return cluster.runWith(
        objects,
        "kubectl",
        "apply",
        "--server-side",
        "--dry-run=server",
        "--validate=strict",
        "--namespace=" + release.namespace(),
        "--filename=-");
  }
}
