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
    Path home = Files.createTempDirectory("tiffin-image");
    try (Stream<Path> layers = Files.list(LAYERS)) {
      for (Path layer : layers.map(each -> each.resolve(HOME)).filter(Files::exists).toList()) {
        try (Stream<Path> parts = Files.list(layer)) {
          for (Path part : parts.toList()) {
            Files.createSymbolicLink(home.resolve(part.getFileName()), part.toAbsolutePath());
          }
        }
      }
    }
    return new ImageDirectory(home);
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
