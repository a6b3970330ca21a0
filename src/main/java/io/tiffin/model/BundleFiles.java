package io.tiffin.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a bundle's directory and their digests. */
final class BundleFiles {

  private BundleFiles() {}

  /**
   * The sha256, in lower-case hexadecimal, of every file but the manifest by its path with {@code
   * /}.
   *
   * @throws BundleRefusedException if something is neither a file nor a directory, such as a
   *     symbolic link, which could lead out of the bundle
   */
  static SortedMap<String, String> digests(Path directory)
      throws IOException, BundleRefusedException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Path path : list(directory)) {
      String name = directory.relativize(path).toString().replace('\\', '/');
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || name.equals(ManifestReader.FILE)) {
        continue;
      }
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new BundleRefusedException(name + ": is not a plain file");
      }
      digests.put(name, sha256(path));
    }
    return digests;
  }

  /** Checks that the directory holds exactly the files told, each with its digest. */
  static void check(Path directory, Map<String, String> told)
      throws IOException, BundleRefusedException {
    for (String name : told.keySet()) {
      checkName(directory, name);
    }
    SortedMap<String, String> found = digests(directory);
    for (Map.Entry<String, String> file : told.entrySet()) {
      checkDigest(file.getKey(), file.getValue(), found.remove(file.getKey()));
    }
    if (!found.isEmpty()) {
      throw new BundleRefusedException(
          found.firstKey()
              + ": is in the bundle but not among the files of "
              + ManifestReader.FILE);
    }
  }

  static void checkName(Path directory, String name) throws BundleRefusedException {
    Path root = directory.normalize();
    Path path = root.resolve(name).normalize();
    boolean isPlain =
        path.startsWith(root) && root.relativize(path).toString().replace('\\', '/').equals(name);
    if (!isPlain || name.isEmpty() || name.contains("\\") || name.equals(ManifestReader.FILE)) {
      throw new BundleRefusedException(
          ManifestReader.FILE
              + ": files names '"
              + name
              + "', which is not a path within the bundle");
    }
  }

  private static void checkDigest(String name, String told, @Nullable String found)
      throws BundleRefusedException {
    if (found == null) {
      throw new BundleRefusedException(
          name + ": is listed in " + ManifestReader.FILE + " but missing");
    }
    if (!found.equals(told)) {
      throw new BundleRefusedException(
          name + ": has the sha256 " + found + ", " + ManifestReader.FILE + " says " + told);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted().toList();
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(newDigest().digest(content));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
