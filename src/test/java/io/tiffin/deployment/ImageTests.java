package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The image's two recipes, and the chart, say the same of it. */
class ImageTests {

  private static final Path DIRECTORY = Path.of("src", "main", "docker");
  private static final String JIB =
      "//profile[id='image']//plugin[artifactId='jib-maven-plugin']/configuration";

  private final List<String> dockerfile = dockerfile();
  private final Rendered container =
      new Rendered(
          Map.copyOf((Map<?, ?>) workload().at("spec", "template", "spec", "containers", "0")));

  @Test
  void bothRecipesRunTheSameProgramAsTheSameUser() throws Exception {
    assertThat(after("USER ")).isEqualTo(jib("container/user"));
    assertThat(after("WORKDIR ")).isEqualTo(jib("container/workingDirectory"));
    assertThat(after("EXPOSE ").split(" ", -1))
        .containsExactlyElementsOf(jibAll("container/ports/port"));
    assertThat(words(after("ENTRYPOINT ")))
        .containsExactlyElementsOf(jibAll("container/entrypoint/arg"));
    Map<String, String> environment = new TreeMap<>();
    Matcher set = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|(\\S+))").matcher(after("ENV "));
    while (set.find()) {
      environment.put(set.group(1), set.group(2) == null ? set.group(3) : set.group(2));
    }
    assertThat(environment).containsOnlyKeys("PATH", "LANG", "JDK_JAVA_OPTIONS");
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      assertThat(variable.getValue()).isEqualTo(jib("container/environment/" + variable.getKey()));
    }
  }

  /** So that a new application, which is most of the new images, is the last two layers. */
  @Test
  void bothRecipesHaveTheSameLayersInTheSameOrder() throws Exception {
    List<String> copied =
        dockerfile.stream()
            .filter(line -> line.startsWith("COPY --from=layout /image/"))
            .map(line -> line.split("/", -1)[2])
            .toList();

    assertThat(copied)
        .containsExactly("system", "runtime", "natives", "dependencies", "application", "cache");
    assertThat(jibAll("extraDirectories/paths/path"))
        .containsExactlyElementsOf(copied.stream().map(layer -> "target/image/" + layer).toList());
  }

  @Test
  void theChartRunsItAsItIsMade() {
    Rendered pod = workload();

    assertThat(after("USER "))
        .isEqualTo(
            pod.text("spec", "template", "spec", "securityContext", "runAsUser")
                + ":"
                + pod.text("spec", "template", "spec", "securityContext", "runAsGroup"));
    assertThat(container.at("command")).isNull();
    assertThat(container.at("args")).isNull();
    assertThat(after("EXPOSE ").split(" ", -1))
        .containsExactly(
            container.text("ports", "0", "containerPort"),
            container.text("ports", "1", "containerPort"));
    assertThat(container.text("env", "0", "name")).isEqualTo("JDK_JAVA_OPTIONS");
    assertThat(after("ENV ")).contains("\"" + container.text("env", "0", "value") + "\"");
    assertThat(after("WORKDIR ")).isEqualTo(container.text("volumeMounts", "0", "mountPath"));
  }

  /** A second collector, say, would end it before it has asked anything. */
  @Test
  void whatHelmTestRunsStartsWithTheOptionsOfTheImage() throws Exception {
    List<String> words =
        Files.readAllLines(Path.of("helm", "tiffin", "templates", "tests", "estimate.yaml"))
            .stream()
            .map(String::strip)
            .filter(line -> line.startsWith("- "))
            .map(line -> line.substring(2))
            .toList();
    int program = words.indexOf(words(after("ENTRYPOINT ")).getFirst());
    int jar = words.indexOf("-jar");
    assertThat(program).isNotNegative().isLessThan(jar);
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(words.subList(program + 1, jar));
    command.add("-version");

    ProcessBuilder launch = new ProcessBuilder(command).redirectErrorStream(true);
    launch.environment().put("JDK_JAVA_OPTIONS", jib("container/environment/JDK_JAVA_OPTIONS"));
    Process java = launch.start();

    assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("version");
    assertThat(java.waitFor()).isZero();
  }

  /** A cache is for one collector, and every JVM that runs Tiffin needs its flags. */
  @Test
  void theTrainingRunIsStartedAsTheImageIs() throws Exception {
    String layout = Files.readString(DIRECTORY.resolve("ImageLayout.java"));
    Matcher collector = Pattern.compile("COLLECTOR = \"(\\S+)\"").matcher(layout);
    List<String> options = Files.readAllLines(DIRECTORY.resolve("java.options"));

    assertThat(collector.find()).isTrue();
    assertThat(container.text("env", "0", "value").split(" ", -1)).contains(collector.group(1));
    String[] flags = text("/project/properties/tiffin.jvm.flags").split(" ", -1);
    assertThat(options)
        .containsAll(Stream.of(flags).filter(flag -> flag.startsWith("--")).toList());
    assertThat(options).contains("-XX:AOTCache=/opt/tiffin/tiffin.aot");
    assertThat(options.subList(options.size() - 2, options.size()))
        .containsExactly("-jar", "/opt/tiffin/tiffin.jar");
  }

  /** Not every build machine runs Linux on Intel, so the words are put for this one. */
  @Test
  void noJarKeepsWhatOtherPlatformsLoad(@TempDir Path directory) throws Exception {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    List<String> kept =
        List.of(
            "a/Some.class", "linux/" + processor + "/liba.so", "liba-linux-" + processor + ".so.2");
    Path jar = directory.resolve("some.jar");
    zip(
        jar,
        Stream.concat(
                kept.stream(),
                Stream.of(
                    "linux/s390x/liba.so",
                    "linux-musl/" + processor + "/liba.so",
                    "osx/liba.dylib",
                    "liba-osx-x86_64.jnilib",
                    "win/" + processor + "/a.dll",
                    "win/a.pdb"))
            .toList());

    Process slim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                DIRECTORY.resolve("ImageLayout.java").toString(),
                "slim",
                jar.toString())
            .inheritIO()
            .start();

    assertThat(slim.waitFor()).isZero();
    try (ZipFile left = new ZipFile(jar.toFile())) {
      assertThat(left.stream().map(ZipEntry::getName)).containsExactlyElementsOf(kept);
      try (InputStream entry = left.getInputStream(left.getEntry(kept.getFirst()))) {
        assertThat(entry).hasContent(kept.getFirst());
      }
    }
  }

  private static void zip(Path file, List<String> names) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Rendered workload() {
    return Chart.render(null, Map.of()).stream()
        .filter(object -> object.kind().equals("StatefulSet"))
        .findFirst()
        .orElseThrow();
  }

  /** Its instructions, one a line. */
  private static List<String> dockerfile() {
    try {
      String text = Files.readString(DIRECTORY.resolve("Dockerfile")).replace("\\\n", " ");
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String after(String instruction) {
    List<String> found = dockerfile.stream().filter(line -> line.startsWith(instruction)).toList();
    assertThat(found).as(instruction).hasSize(1);
    return found.getFirst().substring(instruction.length()).strip();
  }

  private static List<String> words(String json) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("\"([^\"]*)\"").matcher(json);
    while (word.find()) {
      words.add(word.group(1));
    }
    return words;
  }

  private static String jib(String path) throws Exception {
    return text(JIB + "/" + path);
  }

  private static List<String> jibAll(String path) throws Exception {
    NodeList nodes = (NodeList) xpath().evaluate(JIB + "/" + path, pom(), XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < nodes.getLength(); index++) {
      texts.add(nodes.item(index).getTextContent());
    }
    return texts;
  }

  private static String text(String path) throws Exception {
    return xpath().evaluate(path, pom());
  }

  private static XPath xpath() {
    return XPathFactory.newInstance().newXPath();
  }

  private static Document pom() throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
  }
}
