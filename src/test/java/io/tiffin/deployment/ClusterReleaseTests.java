package io.tiffin.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a release on a real API server: see {@link ClusterTests} for how to run it. */
@Timeout(300)
class ClusterReleaseTests {

  private static final String CHECKSUMS = "{.items[*].metadata.annotations['checksum/config']}";

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

  /**
   * The pods of before are ready, and nobody runs the others: it is as if the settings had broken
   * them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"local", "gcp", "redis"})
  void aRollbackReplacesPodsThatNeverGotReady(String name) {
    Release release = installed("rollback-" + name, name);
    release.playReady();
    String before = release.value("pods", CHECKSUMS);
    String claims = claims(release);

    Outcome upgraded =
        release.upgrade(
            Chart.DIRECTORY, Chart.example(name), "--set", "config.tiffin.estimate.deadline=150ms");
    assertThat(upgraded.error()).isEmpty();
    release.awaitAsserted(() -> assertThat(release.value("pods", CHECKSUMS)).isNotEqualTo(before));
    Outcome back = release.helm("rollback", "1");

    assertThat(back.error()).isEmpty();
    release.awaitAsserted(() -> assertThat(release.value("pods", CHECKSUMS)).isEqualTo(before));
    assertThat(claims(release)).isEqualTo(claims);
    assertThat(release.value("configmap/tiffin", "{.data}")).doesNotContain("150ms");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aLaterChartTakesOver(Path values, @TempDir Path later) throws IOException {
    String name = Chart.nameOf(values);
    Release release = installed("later-" + name, name);
    String claims = claims(release);
    copy(later, "Chart.yaml", "0.1.0", "0.2.0");

    Outcome upgraded = release.upgrade(later, values);

    assertThat(upgraded.error()).isEmpty();
    assertThat(upgraded.status()).isZero();
    assertThat(release.value("deployments,statefulsets", "{.items[*].metadata.labels}"))
        .contains("tiffin-0.2.0");
    assertThat(claims(release)).isEqualTo(claims);
  }

  /** The control: what a chart must not change. */
  @ParameterizedTest
  @ValueSource(strings = {"redis", "local"})
  void aChartWhoseSelectorsNameItsVersionDoesNot(String name, @TempDir Path later)
      throws IOException {
    Release release = installed("selector-" + name, name);
    copy(
        later,
        "templates/_helpers.tpl",
        "app.kubernetes.io/instance: {{ .Release.Name }}",
        "app.kubernetes.io/instance: {{ .Release.Name }}\nversion: \"2\"");

    Outcome upgraded = release.upgrade(later, Chart.example(name));

    assertThat(upgraded.status()).isNotZero();
    assertThat(upgraded.error()).contains("spec.selector", "field is immutable");
  }

  /** As the runbook says to. */
  @Test
  void volumesOfAnotherSizeNeedAStatefulSetMadeAnewAndNoNewPods() {
    Release release = installed("size", "gcp");
    String pods = release.value("pods", "{.items[*].metadata.uid}");
    String larger = "persistence.size=40Gi";

    Outcome refused = release.upgrade(Chart.DIRECTORY, Chart.example("gcp"), "--set", larger);
    assertThat(refused.error()).contains("spec.volumeClaimTemplates", "field is immutable");
    release.kubectl("delete", "statefulset", "tiffin", "--cascade=orphan");
    Outcome upgraded = release.upgrade(Chart.DIRECTORY, Chart.example("gcp"), "--set", larger);

    assertThat(upgraded.error()).isEmpty();
    release.awaitValue("statefulset/tiffin", "{.status.replicas}", "3");
    assertThat(release.value("pods", "{.items[*].metadata.uid}")).isEqualTo(pods);
    assertThat(
            release.value(
                "statefulset/tiffin",
                "{.spec.volumeClaimTemplates[0].spec.resources.requests.storage}"))
        .isEqualTo("40Gi");
  }

  @Test
  void anUpgradeLeavesAloneWhatTheAutoscalerHasSet() {
    Release release = installed("scaled", "aws");
    release.awaitPods(3);
    release.kubectl("scale", "deployment/tiffin", "--replicas=7");

    Outcome upgraded =
        release.upgrade(
            Chart.DIRECTORY, Chart.example("aws"), "--set", "autoscaling.maxReplicas=40");

    assertThat(upgraded.error()).isEmpty();
    assertThat(release.value("deployment/tiffin", "{.spec.replicas}")).isEqualTo("7");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anUninstallLeavesNothingButVolumes(Path values) {
    Release release = cluster.release("uninstall-" + Chart.nameOf(values));
    // Given to every namespace by a controller of its own.
    release.awaitValue("configmap/kube-root-ca.crt", "{.metadata.name}", "kube-root-ca.crt");
    release.awaitValue("serviceaccount/default", "{.metadata.name}", "default");
    TreeSet<String> before = release.everything();
    release.install(values);
    release.awaitPods(Chart.pods(Chart.render(values)));

    Outcome uninstalled = release.helm("uninstall");

    assertThat(uninstalled.error()).isEmpty();
    release.awaitAsserted(() ->
        assertThat(release.everything())
            .filteredOn(object -> !before.contains(object))
            .allMatch(object -> object.startsWith("persistentvolumeclaim/data-tiffin-")));
  }

  /** The part of whoever runs pods is played. */
  @ParameterizedTest
  @CsvSource({"Succeeded, true", "Failed, false"})
  void aTestOfHelmsIsAsGoodAsItsPod(String phase, boolean passes) {
    Release release = installed("helm-test-" + passes, "local");

    CompletableFuture<Outcome> test =
        CompletableFuture.supplyAsync(() -> release.helm("test", "--timeout=60s"));
    release.awaitAsserted(() ->
        assertThat(release.value("pods", "{.items[*].metadata.name}")).contains("tiffin-test"));
    release.play("pod/tiffin-test", "{\"phase\":\"%s\"}".formatted(phase));

    Outcome tested = test.join();
    assertThat(tested.status() == 0).as(tested.error()).isEqualTo(passes);
    assertThat(tested.output()).contains("Phase:          " + phase);
  }

  @Test
  void theSecretIsMadeAsTheNotesSay() {
    Release release = cluster.release("notes");
    String notes = release.install(Chart.example("local")).output();

    String script =
        notes
            .lines()
            .dropWhile(line -> !line.startsWith("  key="))
            .takeWhile(line -> !line.isBlank())
            .collect(Collectors.joining("\n"));
    Outcome made = cluster.runWith(script, "bash", "-e");

    assertThat(made.error()).isEmpty();
    String secret =
        new String(
            Base64.getDecoder()
                .decode(release.value("secret/tiffin-secrets", "{.data.application\\.yaml}")),
            UTF_8);
    String key = made.output().lines().findFirst().orElseThrow();
    assertThat(key).hasSize(64);
    assertThat(secret)
        .isEqualTo(
            "tiffin.security.api-keys:\n  - {name: app, roles: estimator, sha256: %s}\n"
                .formatted(sha256(key)));
  }

  private static Release installed(String namespace, String example) {
    Release release = cluster.release(namespace);
    Outcome outcome = release.install(Chart.example(example));
    assertThat(outcome.status()).as(outcome.error()).isZero();
    release.awaitPods(Chart.pods(Chart.render(Chart.example(example))));
    return release;
  }

  /** The chart with something in one of its files as it might be in another version. */
  private static void copy(Path to, String file, String from, String by) throws IOException {
    try (Stream<Path> files = Files.walk(Chart.DIRECTORY)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(Chart.DIRECTORY.relativize(path));
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
    Path changed = to.resolve(file);
    String before = Files.readString(changed);
    assertThat(before).contains(from);
    Files.writeString(changed, before.replace(from, by));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String claims(Release release) {
    return release.value("persistentvolumeclaims", "{.items[*].metadata.uid}");
  }
}
