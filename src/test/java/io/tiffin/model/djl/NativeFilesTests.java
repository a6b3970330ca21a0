package io.tiffin.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeFilesTests {

  @TempDir Path temporary;

  private Path directory;
  private URLClassLoader jars;

  @BeforeEach
  void makeJar() throws IOException {
    directory = temporary.resolve("data/native");
    Path jar = temporary.resolve("native.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      add(zip, "c_api/libjni.so", "small");
      add(zip, "c_api/libcc.so.2", "large".repeat(100_000));
      add(zip, "c_api/licenses/LICENSE", "not part of it");
      add(zip, "other/libjni.so", "not part of it");
    }
    jars = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
  }

  @AfterEach
  void closeJar() throws IOException {
    jars.close();
  }

  @Test
  void theFolderOfThePlatformIsUnpackedAndNothingElseIsLeft() throws Exception {
    files().unpackInto(directory);

    assertThat(directory)
        .isDirectoryContaining("glob:**/libjni.so")
        .isDirectoryContaining("glob:**/libcc.so.2");
    assertThat(directory.toFile().list()).hasSize(2);
    assertThat(directory.resolve("libcc.so.2")).hasSize(500_000);
    assertThat(directory.getParent().toFile().list())
        .containsExactlyInAnyOrder("native", "native.lock");
  }

  @Test
  void whatIsThereIsLeftAlone() throws Exception {
    files().unpackInto(directory);
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(directory.resolve("libjni.so"), before);

    files().unpackInto(directory);

    assertThat(Files.getLastModifiedTime(directory.resolve("libjni.so"))).isEqualTo(before);
  }

  @Test
  void aFileOfAnotherSizeMakesItBeUnpackedAnew() throws Exception {
    files().unpackInto(directory);
    Files.writeString(directory.resolve("libcc.so.2"), "half");

    files().unpackInto(directory);

    assertThat(directory.resolve("libcc.so.2")).hasSize(500_000);
    assertThat(directory.getParent().toFile().list())
        .containsExactlyInAnyOrder("native", "native.lock");
  }

  @Test
  void whatAKilledProcessLeftIsDeleted() throws Exception {
    for (String left : List.of("native.unfinished-1", "native.old-2")) {
      Path leftover = Files.createDirectories(directory.resolveSibling(left));
      Files.writeString(leftover.resolve("libcc.so.2"), "half");
    }
    Path own = Files.createDirectories(directory.resolveSibling("models"));

    files().unpackInto(directory);

    assertThat(directory.resolve("libcc.so.2")).hasSize(500_000);
    assertThat(directory.getParent().toFile().list())
        .containsExactlyInAnyOrder("native", "native.lock", own.getFileName().toString());
  }

  @Test
  void manyAtOnceAllEndWithTheWholeLibrary() throws Exception {
    List<Callable<Path>> tasks = new ArrayList<>();
    for (int task = 0; task < 8; task++) {
      tasks.add(() -> {
        files().unpackInto(directory);
        return directory.resolve("libcc.so.2");
      });
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Path> library : threads.invokeAll(tasks)) {
        assertThat(library.get()).hasSize(500_000);
      }
    }
    assertThat(directory.getParent().toFile().list())
        .containsExactlyInAnyOrder("native", "native.lock");
  }

  @Test
  void withoutAJarAFilledDirectoryIsTakenAsItIs() throws Exception {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("libjni.so"), "somebody's own");

    new NativeFiles("TensorFlow", jars, "no_such_platform", "libjni.so").unpackInto(directory);

    assertThat(directory.resolve("libjni.so")).hasContent("somebody's own");
  }

  @Test
  void withoutAJarAnEmptyDirectoryIsAnErrorThatNamesThePlatform() {
    assertThatThrownBy(() ->
            new NativeFiles("TensorFlow", jars, "c_api/sunos-sparc", "libjni.so")
                .unpackInto(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("c_api/sunos-sparc")
        .hasMessageContaining(directory.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-x86_64",
    "Linux,aarch64,linux-arm64",
    "Mac OS X,aarch64,macosx-arm64",
    "Windows 11,amd64,windows-x86_64"
  })
  void platformsAreCalledAsInTensorFlowsJars(String system, String architecture, String platform) {
    assertThat(NativeFiles.platform(system, architecture)).isEqualTo(platform);
  }

  @Test
  void theLibraryForAGpuIsTakenWhereItIsOnTheClassPath() throws Exception {
    Path jar = temporary.resolve("gpu.jar");
    String entryPoint = System.mapLibraryName("jnitensorflow");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      add(zip, "org/tensorflow/internal/c_api/linux-x86_64/" + entryPoint, "for the processor");
      add(zip, "org/tensorflow/internal/c_api/linux-x86_64-gpu/" + entryPoint, "for a GPU");
      add(zip, "org/tensorflow/internal/c_api/linux-x86_64-gpu/library.pdb", "for debuggers");
    }
    try (URLClassLoader both = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      NativeFiles.ofTensorFlow(both, "linux-x86_64").unpackInto(directory);
    }

    assertThat(directory.resolve(entryPoint)).hasContent("for a GPU");
    assertThat(directory.toFile().list()).containsExactly(entryPoint);
  }

  private NativeFiles files() {
    return new NativeFiles("TensorFlow", jars, "c_api", "libjni.so");
  }

  private static void add(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
