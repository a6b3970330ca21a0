package io.tiffin.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a bundle lies: a directory, or a path on the class path. The engine reads files only, so
 * what lies in a jar is copied out once.
 *
 * @param text a directory, or {@code classpath:} and a path such as {@code models/eta/1}
 * @param reader reads what is found
 * @param copies directory under which bundles of jars are copied, by their path on the class path
 * @param classPath what {@code classpath:} is looked up in
 */
public record BundleLocation(String text, BundleReader reader, Path copies, ClassLoader classPath) {

  private static final Logger log = LoggerFactory.getLogger(BundleLocation.class);

  private static final String CLASSPATH = "classpath:";

  /**
   * The bundle, checked.
   *
   * @throws BundleRefusedException if there is none, or it is refused
   */
  public Bundle read() throws BundleRefusedException {
    if (text.contains("://")) {
      throw new BundleRefusedException(
          "tiffin.model.location is '"
              + text
              + "', and bundles are never read from the network: copy it to a directory and name that");
    }
    if (!text.startsWith(CLASSPATH)) {
      return reader.read(Path.of(text));
    }
    String path = text.substring(CLASSPATH.length());
    URL manifest = resource(path + "/" + ManifestReader.FILE);
    if (manifest == null) {
      throw new BundleRefusedException(ManifestReader.FILE + ": is missing in " + text);
    }
    try {
      return manifest.getProtocol().equals("file")
          ? reader.read(Path.of(manifest.toURI().resolve(".")))
          : copied(path, manifest);
    } catch (IOException | URISyntaxException failure) {
      throw new BundleRefusedException(
          text + ": cannot be copied to " + copies + ": " + failure, failure);
    }
  }

  /** The copy if it is there and whole and of this very manifest; else a new one in its place. */
  private Bundle copied(String path, URL manifest) throws IOException, BundleRefusedException {
    Path copy = copies.resolve(path);
    byte[] json = bytes(manifest);
    if (!isCopy(copy, json)) {
      copy(path, json, copy);
    }
    return reader.read(copy);
  }

  private boolean isCopy(Path copy, byte[] json) throws IOException {
    Path manifest = copy.resolve(ManifestReader.FILE);
    if (!Files.isRegularFile(manifest) || !Arrays.equals(json, Files.readAllBytes(manifest))) {
      return false;
    }
    try {
      reader.read(copy);
      return true;
    } catch (BundleRefusedException damaged) {
      log.warn("{} is copied anew: {}", copy, damaged.getMessage());
      return false;
    }
  }

  private void copy(String path, byte[] json, Path copy)
      throws IOException, BundleRefusedException {
    Files.createDirectories(copy.getParent());
    Path unfinished =
        Files.createTempDirectory(copy.getParent(), copy.getFileName() + ".unfinished-");
    try {
      Files.write(unfinished.resolve(ManifestReader.FILE), json);
      Manifest manifest = ManifestReader.parse(new String(json, StandardCharsets.UTF_8));
      for (String file : manifest.files().keySet()) {
        BundleFiles.checkName(unfinished, file);
        copyFile(path + "/" + file, unfinished.resolve(file));
      }
      delete(copy);
      Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(unfinished);
    }
  }

  private void copyFile(String resource, Path file) throws IOException, BundleRefusedException {
    URL found = resource(resource);
    if (found == null) {
      throw new BundleRefusedException(
          resource + ": is listed in " + ManifestReader.FILE + " but missing");
    }
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(found));
  }

  private @Nullable URL resource(String path) {
    return classPath.getResource(path);
  }

  private static byte[] bytes(URL resource) throws IOException {
    try (InputStream in = resource.openStream()) {
      return in.readAllBytes();
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
