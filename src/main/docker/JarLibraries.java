import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Native libraries in jars, of which an image needs those of one platform. */
final class JarLibraries {

  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a)");
  private static final Pattern FOR_DEBUGGERS = Pattern.compile(".*\\.pdb|.*\\.dSYM/.*");

  private JarLibraries() {}

  /** Moves the libraries of this machine below a prefix out of a jar, and drops those of others. */
  static void unpack(Path from, String prefix, Path to) throws IOException {
    Files.createDirectories(to);
    Path rest = from.resolveSibling(from.getFileName() + ".rest");
    try (ZipFile zip = new ZipFile(from.toFile());
        ZipOutputStream kept = new ZipOutputStream(Files.newOutputStream(rest))) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        boolean unpacked = name.startsWith(prefix) && isLibrary(name);
        if (unpacked && !isForeign(name)) {
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(
                in, to.resolve(Path.of(name).getFileName()), StandardCopyOption.REPLACE_EXISTING);
          }
        } else if (!unpacked) {
          copy(zip, entry, kept);
        }
      }
    }
    Files.move(rest, from, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Leaves out of a jar what other platforms would load, and what debuggers read. */
  static void slim(Path jar) throws IOException {
    Path rest = jar.resolveSibling(jar.getFileName() + ".rest");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.stream().noneMatch(entry -> isForeign(entry.getName()))) {
        return;
      }
      try (ZipOutputStream kept = new ZipOutputStream(Files.newOutputStream(rest))) {
        for (ZipEntry entry : zip.stream().toList()) {
          if (!isForeign(entry.getName())) {
            copy(zip, entry, kept);
          }
        }
      }
    }
    Files.move(rest, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(ZipFile zip, ZipEntry entry, ZipOutputStream to) throws IOException {
    ZipEntry copy = new ZipEntry(entry.getName());
    copy.setTime(entry.getTime());
    to.putNextEntry(copy);
    try (InputStream in = zip.getInputStream(entry)) {
      in.transferTo(to);
    }
    to.closeEntry();
  }

  static boolean isLibrary(String name) {
    return LIBRARY.matcher(name).matches();
  }

  private static boolean isForeign(String name) {
    return FOR_DEBUGGERS.matcher(name).matches() || isLibrary(name) && !isOfThisMachine(name);
  }

  /** By the words that makers of jars use for Linux, its C library, and the processor. */
  private static boolean isOfThisMachine(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Set<String> processor =
        System.getProperty("os.arch").equals("aarch64")
            ? Set.of("aarch64", "arm64")
            : Set.of("x86_64", "x86-64", "amd64", "x64", "linux64");
    return lower.contains("linux")
        && !lower.contains("musl")
        && !lower.contains("android")
        && processor.stream().anyMatch(lower::contains);
  }
}
