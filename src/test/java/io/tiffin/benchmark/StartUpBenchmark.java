package io.tiffin.benchmark;

import io.tiffin.web.RawHttp;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the packaged service takes to start, and what its first caller gets: seconds from launch
 * until it answers at all and until it says it is ready, and the first estimate after ready, and
 * the median of the first hundred, ÷ the median of a thousand later ones.
 *
 * <p>Each start is a process of its own, on an empty store, without the demo. The first start in a
 * directory also unpacks TensorFlow's library, so all share the one that the build has unpacked.
 * Where nothing is packaged, the classes of the build are started.
 *
 * <pre>
 * ./mvnw -DskipTests package &amp;&amp; ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.StartUpBenchmark -Dbenchmark=5
 * </pre>
 *
 * Argument: number of starts. Where the image is laid out ({@code ./mvnw -Pimage -DskipTests
 * package}), it is started as often from there, with and without its cache in turn, and what the
 * cache saves is printed.
 */
public final class StartUpBenchmark {

  private static final byte[] ORDER =
      RawHttp.request(
          "POST",
          "/v1/estimates",
          "application/json",
          "{\"restaurantId\":\"r-17\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}"
              .getBytes(StandardCharsets.US_ASCII));

  private static final Path JAR = Path.of("target/tiffin.jar");

  private static final int LATER = 6_000;

  private StartUpBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int starts = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
    if (Files.isDirectory(ImageDirectory.LAYERS)) {
      compare(starts, ImageDirectory.joined());
      return;
    }
    List<Start> measured = new ArrayList<>();
    for (int start = 0; start < starts; start++) {
      measured.add(measure(packaged()));
      System.out.println(measured.getLast());
    }
    print("median", measured);
  }

  private static void compare(int starts, ImageDirectory image) throws Exception {
    List<Start> without = new ArrayList<>();
    List<Start> cached = new ArrayList<>();
    for (int start = 0; start < starts; start++) {
      without.add(measure(image.command("-XX:AOTMode=off")));
      System.out.println("without the cache: " + without.getLast());
      cached.add(measure(image.command("-XX:AOTMode=on"))); // ends if it does not fit
      System.out.println("with the cache:    " + cached.getLast());
    }
    print("median without the cache", without);
    print("median with the cache", cached);
    System.out.printf(
        "with ÷ without: answers %.2f, ready %.2f%n",
        answers(cached) / answers(without), ready(cached) / ready(without));
  }

  private static double answers(List<Start> measured) {
    return median(measured.stream().mapToDouble(Start::answersSeconds).toArray());
  }

  private static double ready(List<Start> measured) {
    return median(measured.stream().mapToDouble(Start::readySeconds).toArray());
  }

  private static void print(String what, List<Start> measured) {
    System.out.printf(
        "%s: answers after %.1f s, ready after %.1f s, first ÷ steady %.1f, first hundred ÷ "
            + "steady %.2f%n",
        what,
        answers(measured),
        ready(measured),
        median(measured.stream().mapToDouble(Start::firstToSteady).toArray()),
        median(measured.stream().mapToDouble(Start::hundredToSteady).toArray()));
  }

  private record Start(
      double answersSeconds,
      double readySeconds,
      double firstMillis,
      double hundredMillis,
      double steadyMillis) {

    double firstToSteady() {
      return firstMillis / steadyMillis;
    }

    double hundredToSteady() {
      return hundredMillis / steadyMillis;
    }

    @Override
    public String toString() {
      return "answers after %.1f s, ready after %.1f s, first estimate %.2f ms, first hundred %.2f ms, later ones %.2f ms"
          .formatted(answersSeconds, readySeconds, firstMillis, hundredMillis, steadyMillis);
    }
  }

  private static Start measure(List<String> command) throws Exception {
    int port = freePort();
    Path data = Files.createTempDirectory("tiffin-start");
    long launched = System.nanoTime();
    Process service = launch(command, port, data);
    try {
      double answers = secondsUntil(port, "/livez", launched, service);
      double ready = secondsUntil(port, "/readyz", launched, service);
      try (RawHttp connection = new RawHttp(port)) {
        var _ = connection.exchange(get("/livez")); // the caller's own code is warm
        double[] all = new double[LATER];
        for (int i = 0; i < LATER; i++) {
          all[i] = millis(connection);
        }
        double hundred = median(Arrays.copyOfRange(all, 0, 100));
        double steady = median(Arrays.copyOfRange(all, LATER - 1_000, LATER));
        return new Start(answers, ready, all[0], hundred, steady);
      }
    } finally {
      service.destroy();
      var _ = service.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> packaged() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtiffin.model.native-directory=target/native"));
    command.addAll(
        Files.exists(JAR)
            ? List.of("-jar", JAR.toString())
            : List.of("-cp", System.getProperty("java.class.path"), "io.tiffin.TiffinApplication"));
    return command;
  }

  private static Process launch(List<String> command, int port, Path data) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "--server.port=" + port,
            "--management.server.port=" + freePort(),
            "--tiffin.data-directory=" + data));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(data.resolve("service.log").toFile())
        .start();
  }

  private static double secondsUntil(int port, String path, long launched, Process service)
      throws IOException {
    while (service.isAlive()) {
      try (RawHttp connection = new RawHttp(port)) {
        if (connection.exchange(get(path)).status() == 200) {
          return (System.nanoTime() - launched) / 1e9;
        }
      } catch (IOException notYet) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    throw new IOException("the service ended with status " + service.exitValue());
  }

  private static double millis(RawHttp connection) throws IOException {
    long from = System.nanoTime();
    int status = connection.exchange(ORDER).status();
    if (status != 200) {
      throw new IOException("answered " + status);
    }
    return (System.nanoTime() - from) / 1e6;
  }

  private static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
