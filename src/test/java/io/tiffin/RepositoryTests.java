package io.tiffin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies where in the repository. */
class RepositoryTests {

  private static final Set<String> TOP =
      Set.of("pom.xml", "mvnw", "src", "helm", "k8s", "README.md", "LICENSE", "CONTRIBUTING.md");

  @Test
  void theTopHasNothingButWhatEverybodyLooksFor() throws IOException {
    List<PathMatcher> ignored = ignored();
    Set<String> others = new TreeSet<>();
    try (Stream<Path> top = Files.list(Path.of(""))) {
      top.filter(path -> ignored.stream().noneMatch(matcher -> matcher.matches(path)))
          .map(Path::toString)
          .filter(name -> !name.startsWith(".") && !TOP.contains(name))
          .forEach(others::add);
    }

    assertThat(others)
        .as("Names at the top of the repository. Fix: a place under src, or a line in .gitignore")
        .isEmpty();
  }

  private static List<PathMatcher> ignored() throws IOException {
    return Files.readAllLines(Path.of(".gitignore")).stream()
        .map(line -> line.replaceAll("^/|/$", ""))
        .map(name -> FileSystems.getDefault().getPathMatcher("glob:" + name))
        .toList();
  }
}
