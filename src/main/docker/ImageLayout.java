import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lays out the layers of an image from the packaged jar, one directory each, for whoever makes the
 * image: the build ({@code ./mvnw -Pimage package}) or the Dockerfile beside.
 *
 * <pre>
 * java ImageLayout.java JAR OPTIONS DIRECTORY BASE
 * </pre>
 *
 * OPTIONS is the file of arguments that the service is started with. BASE is the image they will
 * lie upon; if it is {@code scratch}, the layer {@code system} brings the C library of this
 * machine. Linux only, and for machines like this one: the cache that makes the start short is
 * trained here. What is in which layer, and why: src/docs/image.md.
 */
final class ImageLayout {

  /** What is needed of Java: the standard, and what clients, metrics and diagnosis use. */
  private static final String MODULES =
      "java.se,jdk.crypto.cryptoki,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,"
          + "jdk.management.agent,jdk.management.jfr,jdk.naming.dns,jdk.net,jdk.security.auth,"
          + "jdk.security.jgss,jdk.unsupported,jdk.zipfs";

  /** Of every file: the JVM takes its cache only with the very jars that it was trained with. */
  private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1));

  /** As where it will run (jvm.options of the chart): a cache is for one collector. */
  private static final String COLLECTOR = "-XX:+UseG1GC";

  private static final String HOME = "/opt/tiffin";

  /** Chosen: far above what a busy machine of one processor needs. */
  private static final Duration TRAINING = Duration.ofMinutes(10);

  private final Path jar;
  private final Path options;
  private final Path out;
  private final boolean fromScratch;

  private ImageLayout(Path jar, Path options, Path out, boolean fromScratch) {
    this.jar = jar;
    this.options = options;
    this.out = out;
    this.fromScratch = fromScratch;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 2 && arguments[0].equals("slim")) {
      JarLibraries.slim(Path.of(arguments[1]));
      return;
    }
    if (arguments.length != 4) {
      System.err.println("java ImageLayout.java JAR OPTIONS DIRECTORY BASE");
      System.exit(2);
    }
    Path out = Path.of(arguments[2]).toAbsolutePath().normalize();
    boolean fromScratch = arguments[3].equals("scratch");
    new ImageLayout(Path.of(arguments[0]), Path.of(arguments[1]), out, fromScratch).make();
  }

  private void make() throws IOException, InterruptedException {
    delete(out);
    Path extracted = out.resolve("extracted");
    run(
        List.of(
            java(),
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--destination",
            extracted.toString()));
    Path runtime = home("runtime").resolve("jre");
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-6",
            "--output",
            runtime.toString()));
    natives(extracted.resolve("lib"));
    Files.move(extracted.resolve("lib"), home("dependencies").resolve("lib"));
    Files.move(extracted.resolve("tiffin.jar"), home("application").resolve("tiffin.jar"));
    delete(extracted);
    Files.copy(options, home("application").resolve("java.options"));
    bill();
    writable("var/lib/tiffin", "tmp");
    if (fromScratch) {
      new SystemLayer(out).make(runtime);
    }
    touch(out);
    train();
    touch(out);
    report();
  }

  private Path home(String layer) throws IOException {
    return Files.createDirectories(out.resolve(layer + HOME));
  }

  /** Unpacks the big libraries, once and for all, and leaves no other platform's in any jar. */
  private void natives(Path jars) throws IOException, InterruptedException {
    Path tensorFlow = home("natives").resolve("native");
    JarLibraries.unpack(
        only(jars, "tensorflow-core-native-"), "org/tensorflow/internal/c_api/", tensorFlow);
    JarLibraries.unpack(only(jars, "rocksdbjni-"), "librocksdbjni-linux", tensorFlow);
    JarLibraries.unpack(
        only(jars, "onnxruntime"),
        "ai/onnxruntime/native/",
        tensorFlow.resolveSibling("native-onnxruntime"));
    try (Stream<Path> all = Files.list(jars)) {
      for (Path each : all.toList()) {
        JarLibraries.slim(each);
      }
    }
    dropSecondNames(tensorFlow);
    strip(tensorFlow);
    strip(tensorFlow.resolveSibling("native-onnxruntime"));
  }

  private static Path only(Path jars, String prefix) throws IOException {
    try (Stream<Path> all = Files.list(jars)) {
      return all.filter(each ->
              each.getFileName().toString().startsWith(prefix)
                  && !each.getFileName().toString().contains("engine"))
          .findFirst()
          .orElseThrow(() -> new IOException("no jar " + prefix + "* in " + jars));
    }
  }

  /** Links, or copies, of the libraries whose version is in their name; JavaCPP makes them anew. */
  private static void dropSecondNames(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve("libtensorflow_cc.so"));
    Files.deleteIfExists(directory.resolve("libtensorflow_framework.so"));
  }

  private static void strip(Path directory) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> command = new ArrayList<>(List.of("strip", "--strip-unneeded"));
      files.map(Path::toString).forEach(command::add);
      run(command);
    } catch (IOException noStrip) {
      System.err.println(
          "No strip here (binutils): the layer natives is 170 MB larger than it need be.");
    }
  }

  /** The bill of materials also as a file, where scanners of images look for it. */
  private void bill() throws IOException {
    try (ZipFile zip = new ZipFile(home("application").resolve("tiffin.jar").toFile())) {
      ZipEntry bill = zip.getEntry("META-INF/sbom/application.cdx.json");
      if (bill == null) {
        return;
      }
      try (InputStream in = zip.getInputStream(bill)) {
        Files.copy(in, home("application").resolve("tiffin.cdx.json"));
      }
    }
  }

  /** Where the service writes, also without a volume, whatever user it runs as. */
  private void writable(String... directories) throws IOException {
    for (String directory : directories) {
      Path made = Files.createDirectories(out.resolve("system").resolve(directory));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
  }

  /**
   * Starts the service as the image will, until it is ready, asks what probes and scrapes ask, and
   * ends it: what it loaded, and how its methods were used, is the cache.
   */
  private void train() throws IOException, InterruptedException {
    Path root = Files.createDirectories(out.resolve("root" + HOME));
    for (String layer : List.of("runtime", "natives", "dependencies", "application")) {
      try (Stream<Path> parts = Files.list(home(layer))) {
        for (Path part : parts.toList()) {
          Files.move(part, root.resolve(part.getFileName()));
        }
      }
    }
    Path data = Files.createTempDirectory("tiffin-training");
    int port;
    int management;
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket another = new ServerSocket(0)) {
      port = one.getLocalPort();
      management = another.getLocalPort();
    }
    List<String> command = new ArrayList<>();
    command.add(root.resolve("jre/bin/java").toString());
    command.add("-Xlog:aot=error"); // each class that cannot be in it is a warning
    addOptions(root, command);
    command.addAll(
        List.of(
            "--server.port=" + port,
            "--management.server.port=" + management,
            "--tiffin.data-directory=" + data));
    ProcessBuilder launch = new ProcessBuilder(command).inheritIO();
    launch.environment().putIfAbsent("JDK_JAVA_OPTIONS", COLLECTOR);
    Process service = launch.start();
    try {
      await(service, port);
      ask(management, "/actuator/health");
      ask(management, "/actuator/prometheus");
    } finally {
      service.destroy();
      service.waitFor(TRAINING.toSeconds(), TimeUnit.SECONDS);
      service.destroyForcibly();
      delete(data);
    }
    Path cache = root.resolve("tiffin.aot");
    if (!Files.isRegularFile(cache)) {
      throw new IOException("the training run left no " + cache);
    }
    dropSecondNames(root.resolve("native"));
    spread(root);
  }

  /** Back into the layers, which the order of names decides. */
  private void spread(Path root) throws IOException {
    try (Stream<Path> parts = Files.list(root)) {
      for (Path part : parts.toList()) {
        String layer =
            switch (part.getFileName().toString()) {
              case "jre" -> "runtime";
              case "lib" -> "dependencies";
              case "native", "native-onnxruntime" -> "natives";
              case "tiffin.aot" -> "cache";
              default -> "application";
            };
        Files.move(part, home(layer).resolve(part.getFileName()));
      }
    }
    delete(out.resolve("root"));
  }

  private void addOptions(Path root, List<String> command) throws IOException {
    for (String line : Files.readAllLines(options)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        command.add(
            line.replace("-XX:AOTCache=", "-XX:AOTCacheOutput=").replace(HOME, root.toString()));
      }
    }
  }

  private static void await(Process service, int port) throws IOException, InterruptedException {
    long until = System.nanoTime() + TRAINING.toNanos();
    while (service.isAlive() && System.nanoTime() - until < 0) {
      try {
        if (ask(port, "/readyz") == 200) {
          return;
        }
      } catch (IOException notYet) {
        // it does not listen yet
      }
      Thread.sleep(200);
    }
    throw new IOException("the service did not become ready, so there is nothing to learn from");
  }

  private static int ask(int port, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(command.getFirst() + " ended with status " + status);
    }
  }

  private void report() throws IOException {
    for (String layer :
        List.of("system", "runtime", "natives", "dependencies", "application", "cache")) {
      long[] bytes = {0};
      try (Stream<Path> files = Files.walk(out.resolve(layer))) {
        files.filter(Files::isRegularFile).forEach(file -> bytes[0] += size(file));
      }
      System.out.printf(Locale.ROOT, "%-12s %,5d MB%n", layer, Math.ceilDiv(bytes[0], 1_000_000));
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void touch(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        if (!Files.isSymbolicLink(file)) {
          Files.setLastModifiedTime(file, TIME);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
