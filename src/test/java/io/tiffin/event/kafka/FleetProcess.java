package io.tiffin.event.kafka;

import io.tiffin.fixture.TieredStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An instance in a process of its own, with a Redis as the source of truth, to be killed. */
final class FleetProcess implements AutoCloseable {

  private final Process process;
  private final Path errors;

  private FleetProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * Starts one.
   *
   * @param directory its state's; kept over kills, as on a machine of its own
   * @param more settings as {@code name=value}
   */
  static FleetProcess start(String brokers, int redisPort, Path directory, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx384m");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FleetProcess.class.getName());
    command.add(brokers);
    command.add(Integer.toString(redisPort));
    command.add(directory.toString());
    command.addAll(List.of(more));
    Path errors = directory.resolveSibling("errors");
    try {
      return new FleetProcess(
          new ProcessBuilder(command).redirectError(Redirect.appendTo(errors.toFile())).start(),
          errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The instance: says when it takes part and knows the profiles, and runs until its input ends.
   */
  public static void main(String[] arguments) throws IOException {
    String[] more = List.of(arguments).subList(3, arguments.length).toArray(String[]::new);
    try (TieredStore tiers =
            TieredStore.open(
                PromptCatalogue.read(),
                List.of(),
                "tiffin.store.tiers=redis",
                "spring.data.redis.port=" + arguments[1]);
        FleetInstance instance =
            FleetInstance.startIn(Path.of(arguments[2]), arguments[0], tiers.store(), more)) {
      instance.awaitProfiles(FleetKillTests.RESTAURANTS);
      instance.awaitTasks();
      System.out.println("ready");
      var _ = System.in.read();
    }
  }

  /** Returns when it takes part, and knows the profiles. */
  void awaitReady() throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("ready")) {
        return;
      }
    }
    throw new IllegalStateException("the instance has ended: " + Files.readString(errors));
  }

  /** Ends it without a chance to say so. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
