package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tiffin.fixture.InstalledPrograms;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The programs of a cluster: in the directory that {@code tiffin.kubernetes.binaries} names, else
 * in the path. {@code src/test/kubernetes/build} makes them.
 */
final class KubernetesBinaries {

  private static final List<String> NEEDED =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl", "helm");

  /** Of the Prometheus operator; only that directory has them. */
  private static final List<String> DECLARATIONS =
      List.of(
          "monitoring.coreos.com_servicemonitors.yaml",
          "monitoring.coreos.com_prometheusrules.yaml");

  private static final @Nullable String DIRECTORY =
      System.getProperty("tiffin.kubernetes.binaries");

  private KubernetesBinaries() {}

  /**
   * Goes on where all are there. Where they are not the test is skipped, loudly; in CI too, as
   * making them takes longer than all that CI does.
   */
  static void require() {
    List<String> missing =
        NEEDED.stream().filter(program -> !InstalledPrograms.isInstalled(path(program))).toList();
    if (missing.isEmpty()) {
      return;
    }
    String skipped =
        "SKIPPED: tests of a real API server need %s: src/test/kubernetes/build DIR, then -Dtiffin.kubernetes.binaries=DIR"
            .formatted(String.join(", ", missing));
    if (DIRECTORY != null) {
      fail(skipped);
    }
    System.err.println(skipped);
    abort(skipped);
  }

  /** Where a program is, or its name where the path says so. */
  static String path(String program) {
    return DIRECTORY == null || !NEEDED.contains(program)
        ? program
        : Path.of(DIRECTORY, program).toAbsolutePath().toString();
  }

  /** The path for scripts that call them by name. */
  static String searchPath() {
    String path = System.getenv("PATH");
    return DIRECTORY == null
        ? path
        : Path.of(DIRECTORY).toAbsolutePath() + File.pathSeparator + path;
  }

  /** What the Prometheus operator declares; empty where there is only the path. */
  static Stream<Path> declarations() {
    return DIRECTORY == null
        ? Stream.empty()
        : DECLARATIONS.stream().map(name -> Path.of(DIRECTORY, name).toAbsolutePath());
  }
}
