package io.tiffin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The image's layers, one over the other by links, so that it starts here without a container. */
record ImageDirectory(Path home) {

  /** Where the build lays them out. */
  static final Path LAYERS = Path.of("target/image");

  private static final String HOME = "opt/tiffin";

  /** As the chart says. */
  private static final String COLLECTOR = "-XX:+UseG1GC";

  static ImageDirectory joined() throws IOException {
    Path home = Files.createTempDirectory(LAYERS.getParent(), "joined").toAbsolutePath();
    try (Stream<Path> layers = Files.list(LAYERS)) {
      for (Path layer : layers.map(each -> each.resolve(HOME)).filter(Files::exists).toList()) {
        try (Stream<Path> parts = Files.list(layer)) {
          for (Path part : parts.toList()) {
            join(part.toAbsolutePath(), home.resolve(part.getFileName()));
          }
        }
      }
    }
    return new ImageDirectory(home);
  }

  /** A jar by no symbolic link: the JVM would look for the others beside what it points to. */
  private static void join(Path part, Path link) throws IOException {
    if (Files.isDirectory(part)) {
      Files.createSymbolicLink(link, part);
    } else {
      Files.createLink(link, part);
    }
  }

  /** What starts it, as its entry point does. */
  List<String> command(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("jre/bin/java").toString());
    command.add(COLLECTOR);
    command.addAll(List.of(more));
    Files.readAllLines(home.resolve("java.options")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.replace("/" + HOME, home.toString()))
        .forEach(command::add);
    return command;
  }
}
