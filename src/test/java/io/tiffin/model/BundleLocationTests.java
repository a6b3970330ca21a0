package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleLocationTests {

  private final BundleReader reader = new BundleReader(TestCatalogue.catalogue());

  @TempDir Path temporary;

  private Path directory;
  private Path copies;

  @BeforeEach
  void makeBundle() throws Exception {
    directory = Files.createDirectories(temporary.resolve("source/models/eta/1"));
    copies = temporary.resolve("data");
    Files.writeString(directory.resolve("saved_model.pb"), "graph");
    Samples.write(directory.resolve("samples.jsonl"), TestManifests.samples());
    ManifestWriter.write(directory, TestManifests.complete());
  }

  @Test
  void aDirectoryIsReadWhereItIs() throws Exception {
    BundleLocation location = new BundleLocation(directory.toString(), reader, copies, noJars());

    assertThat(location.read().directory()).isEqualTo(directory);
    assertThat(copies).doesNotExist();
  }

  @Test
  void classesThatAreNotInAJarAreReadWhereTheyAre() throws Exception {
    try (URLClassLoader loader = loader(temporary.resolve("source"))) {
      assertThat(location(loader).read().directory()).isEqualTo(directory);
    }
    assertThat(copies).doesNotExist();
  }

  @Test
  void whatIsInAJarIsCopiedOnce() throws Exception {
    try (URLClassLoader loader = loader(jar())) {
      Path copy = location(loader).read().directory();
      FileTime before = FileTime.fromMillis(1_000_000);
      Files.setLastModifiedTime(copy.resolve("saved_model.pb"), before);

      assertThat(location(loader).read().directory()).isEqualTo(copies.resolve("models/eta/1"));
      assertThat(Files.getLastModifiedTime(copy.resolve("saved_model.pb"))).isEqualTo(before);
    }
  }

  @Test
  void aDamagedCopyIsMadeAnew() throws Exception {
    try (URLClassLoader loader = loader(jar())) {
      Path copy = location(loader).read().directory();
      Files.writeString(copy.resolve("saved_model.pb"), "half");

      location(loader).read();

      assertThat(copy.resolve("saved_model.pb")).hasContent("graph");
      assertThat(copy.getParent().toFile().list()).containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://models.example/eta/1",
        "https://models.example/eta/1",
        "s3://models/eta/1",
        "file:///models/eta/1",
        "jar:file:/models.jar!/eta/1://"
      })
  void aUrlIsRefusedWithoutAskingAnybody(String url) {
    assertThatThrownBy(() -> new BundleLocation(url, reader, copies, noJars()).read())
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageStartingWith(
            "tiffin.model.location is '" + url + "', and bundles are never read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret",
        "/etc/passwd",
        "a/../../b",
        "http://models.example/graph",
        "./x",
        "a//b"
      })
  void aFileOutsideTheBundleIsRefused(String name) throws Exception {
    Path manifest = directory.resolve("manifest.json");
    String digest = "0".repeat(64);
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"files\" : {", "\"files\" : {\"" + name + "\": \"" + digest + "\","));

    assertThatThrownBy(
            () -> new BundleLocation(directory.toString(), reader, copies, noJars()).read())
        .isInstanceOf(BundleRefusedException.class)
        .hasMessage(
            "manifest.json: files names '" + name + "', which is not a path within the bundle");
  }

  @Test
  void aBundleThatIsNowhereIsRefused() {
    assertThatThrownBy(() -> location(noJars()).read())
        .isInstanceOf(BundleRefusedException.class)
        .hasMessage("manifest.json: is missing in classpath:models/eta/1");
  }

  private BundleLocation location(ClassLoader loader) {
    return new BundleLocation("classpath:models/eta/1", reader, copies, loader);
  }

  private static ClassLoader noJars() {
    return new ClassLoader(null) {};
  }

  private static URLClassLoader loader(Path path) throws Exception {
    return new URLClassLoader(new URL[] {path.toUri().toURL()}, null);
  }

  private Path jar() throws Exception {
    Path jar = temporary.resolve("models.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : new String[] {"manifest.json", "saved_model.pb", "samples.jsonl"}) {
        zip.putNextEntry(new ZipEntry("models/eta/1/" + name));
        zip.write(Files.readAllBytes(directory.resolve(name)));
        zip.closeEntry();
      }
    }
    return jar;
  }
}
