package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.fixture.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes without machines: etcd, the API server and the controllers, on loopback ports, with
 * the admission that is on by default. Objects are checked, stored and turned into pods, which
 * nobody runs.
 */
final class LocalCluster implements AutoCloseable {

  private static final String TOKEN = "of-the-administrator";

  private final Path directory;
  private final Path kubeconfig;
  private final Deque<ServerProcess> servers = new ArrayDeque<>();

  private LocalCluster(Path directory) {
    this.directory = directory;
    this.kubeconfig = directory.resolve("kubeconfig");
  }

  /** Starts one whose files, logs among them, are in a directory. */
  static LocalCluster start(Path directory) {
    KubernetesBinaries.require();
    var cluster = new LocalCluster(directory);
    try {
      cluster.start();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void start() throws IOException {
    writeKeys();
    Files.writeString(directory.resolve("tokens"), TOKEN + ",admin,1,system:masters\n");
    int etcd = launch("etcd", this::etcd).port();
    int server = launch("kube-apiserver", port -> apiServer(port, etcd)).port();
    Files.writeString(kubeconfig, kubeconfig(server));
    // Helm warns of a file that others may read.
    Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-------"));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> run("kubectl", "get", "--raw", "/readyz").status() == 0);
    launch("kube-controller-manager", this::controllers);
    KubernetesBinaries.declarations()
        .forEach(file -> done("kubectl", "create", "-f", file.toString()));
  }

  private List<String> etcd(int port) {
    String client = "http://127.0.0.1:" + port;
    return List.of(
        "--data-dir=" + directory.resolve("etcd-data-" + port),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=http://127.0.0.1:0",
        "--unsafe-no-fsync");
  }

  private List<String> apiServer(int port, int etcd) {
    return List.of(
        "--etcd-servers=http://127.0.0.1:" + etcd,
        "--secure-port=" + port,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--cert-dir=" + directory.resolve("certificates"),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=" + directory.resolve("private.pem"),
        "--service-account-key-file=" + directory.resolve("public.pem"),
        "--token-auth-file=" + directory.resolve("tokens"),
        "--authorization-mode=RBAC");
  }

  private List<String> controllers(int port) {
    return List.of(
        "--kubeconfig=" + kubeconfig,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + directory.resolve("certificates-of-controllers"),
        "--service-account-private-key-file=" + directory.resolve("private.pem"),
        "--leader-elect=false");
  }

  /** By a shell, so that what a server says can be read afterwards. */
  private ServerProcess launch(String program, IntFunction<List<String>> arguments) {
    String log = directory.resolve(program + ".log").toString();
    ServerProcess server =
        ServerProcess.start(port -> {
          List<String> command =
              new ArrayList<>(List.of("bash", "-c", "exec \"$@\" >>'" + log + "' 2>&1", "bash"));
          command.add(KubernetesBinaries.path(program));
          command.addAll(arguments.apply(port));
          return command;
        });
    servers.push(server);
    return server;
  }

  /** Those that sign the tokens of service accounts. */
  private void writeKeys() throws IOException {
    KeyPair keys;
    try {
      keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    Files.writeString(
        directory.resolve("private.pem"), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    Files.writeString(
        directory.resolve("public.pem"), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
  }

  private static String pem(String what, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, body);
  }

  private String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
      - name: local
        cluster:
          server: https://127.0.0.1:%d
          certificate-authority: %s
    users:
      - name: admin
        user: {token: %s}
    contexts:
      - name: local
        context: {cluster: local, user: admin}
    current-context: local
    """
        .formatted(port, directory.resolve("certificates").resolve("apiserver.crt"), TOKEN);
  }

  /**
   * A namespace for a release, which takes pods of the restricted Pod Security Standard only, and
   * warns of workloads that would make others.
   */
  Release release(String namespace) {
    String restricted =
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels:
            pod-security.kubernetes.io/enforce: restricted
            pod-security.kubernetes.io/warn: restricted
            pod-security.kubernetes.io/audit: restricted
        """
            .formatted(namespace);
    Outcome made = runWith(restricted, "kubectl", "create", "--filename=-");
    assertThat(made.status()).as(made.error()).isZero();
    return new Release(this, namespace);
  }

  /** What a program says that does what it is told, without a warning. */
  String done(String program, String... arguments) {
    Outcome outcome = run(program, arguments);
    assertThat(outcome.error()).as("%s %s", program, String.join(" ", arguments)).isEmpty();
    assertThat(outcome.status()).isZero();
    return outcome.output();
  }

  /** Runs kubectl, helm or what calls them against this cluster. */
  Outcome run(String program, String... arguments) {
    return runWith("", program, arguments);
  }

  Outcome runWith(String input, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(KubernetesBinaries.path(program));
    command.addAll(List.of(arguments));
    return Outcome.of(command, environment(), input);
  }

  private Map<String, String> environment() {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "HOME", directory.toString(),
        "PATH", KubernetesBinaries.searchPath());
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /** Ends it where it was started. */
  static void stop(@Nullable LocalCluster cluster) {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  public void close() {
    while (!servers.isEmpty()) {
      servers.pop().close();
    }
  }
}
