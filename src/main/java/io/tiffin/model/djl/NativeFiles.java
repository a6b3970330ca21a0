package io.tiffin.model.djl;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of an engine's native library for one platform, as they lie in a jar. */
public final class NativeFiles {

  private static final Logger log = LoggerFactory.getLogger(NativeFiles.class);

  private static final String UNFINISHED = ".unfinished-";
  private static final String OLD = ".old-";

  /** What a debugger reads, twenty times the size of what runs. */
  private static final String FOR_DEBUGGERS = ".pdb";

  private final String library;
  private final ClassLoader jars;
  private final String folder;
  private final String entryPoint;

  /**
   * The files of one platform.
   *
   * @param library what people call it
   * @param jars whose class path holds the jar
   * @param folder where they lie in it
   * @param entryPoint name of the file that Java loads, which loads the others
   */
  public NativeFiles(String library, ClassLoader jars, String folder, String entryPoint) {
    this.library = library;
    this.jars = jars;
    this.folder = folder;
    this.entryPoint = entryPoint;
  }

  /** TensorFlow's, those for a GPU if they are on the class path. */
  static NativeFiles ofTensorFlow() {
    String platform =
        platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    return ofTensorFlow(NativeFiles.class.getClassLoader(), platform);
  }

  static NativeFiles ofTensorFlow(ClassLoader jars, String platform) {
    String entryPoint = System.mapLibraryName("jnitensorflow");
    String folder = "org/tensorflow/internal/c_api/" + platform;
    boolean hasGpu = jars.getResource(folder + "-gpu/" + entryPoint) != null;
    return new NativeFiles("TensorFlow", jars, hasGpu ? folder + "-gpu" : folder, entryPoint);
  }

  /** The platform as TensorFlow's jars call it, such as {@code linux-x86_64}. */
  static String platform(String system, String architecture) {
    String lower = system.toLowerCase(Locale.ROOT);
    String os = "linux";
    if (lower.startsWith("mac")) {
      os = "macosx";
    } else if (lower.startsWith("windows")) {
      os = "windows";
    }
    return switch (architecture) {
      case "amd64" -> os + "-x86_64";
      case "aarch64" -> os + "-arm64";
      default -> os + "-" + architecture;
    };
  }

  /**
   * Makes {@code directory} hold the files. It is replaced as a whole, so that nobody ever sees
   * half of it, by whichever process comes first, while others wait; what a process that was killed
   * left unfinished is deleted. It is left alone if every file is there with its size. Without a
   * jar for this platform, a directory that somebody filled by hand is taken as it is.
   */
  public void unpackInto(Path directory) throws IOException {
    URL inJar = jars.getResource(folder + "/" + entryPoint);
    if (inJar == null) {
      requireEntryPoint(directory);
      return;
    }
    if (!(inJar.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException(inJar + " is not in a jar");
    }
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      List<JarEntry> entries = entries(jar);
      if (!isComplete(directory, entries)) {
        unpackAlone(jar, entries, directory);
      }
    }
  }

  /** One thread of one process at a time, so that whatever is unfinished is nobody's any more. */
  private void unpackAlone(JarFile jar, List<JarEntry> entries, Path directory) throws IOException {
    Files.createDirectories(directory.getParent());
    Path file = directory.resolveSibling(directory.getFileName() + ".lock");
    synchronized (NativeFiles.class) {
      try (FileChannel channel = FileChannel.open(file, CREATE, WRITE);
          FileLock _ = channel.lock()) {
        if (!isComplete(directory, entries)) {
          deleteLeftovers(directory);
          unpack(jar, entries, directory);
        }
      }
    }
  }

  private static void deleteLeftovers(Path directory) throws IOException {
    String unfinished = directory.getFileName() + UNFINISHED;
    String old = directory.getFileName() + OLD;
    try (Stream<Path> siblings = Files.list(directory.getParent())) {
      for (Path sibling : siblings.toList()) {
        String name = sibling.getFileName().toString();
        if (name.startsWith(unfinished) || name.startsWith(old)) {
          log.info("Deleting {}, which a killed process left", sibling);
          delete(sibling);
        }
      }
    }
  }

  private void requireEntryPoint(Path directory) throws IOException {
    if (!Files.isRegularFile(directory.resolve(entryPoint))) {
      throw new IOException(
          "there is no "
              + library
              + " library on the class path for this platform ("
              + folder
              + ") and no "
              + entryPoint
              + " in "
              + directory);
    }
  }

  private List<JarEntry> entries(JarFile jar) {
    List<JarEntry> entries = new ArrayList<>();
    jar.stream()
        .filter(entry -> !entry.isDirectory() && fileName(entry) != null)
        .forEach(entries::add);
    return entries;
  }

  /** The name of an entry directly in the platform's folder; null for every other entry. */
  private @Nullable String fileName(JarEntry entry) {
    String name = entry.getName();
    boolean isInside =
        name.startsWith(folder + "/")
            && name.indexOf('/', folder.length() + 1) < 0
            && !name.endsWith(FOR_DEBUGGERS);
    return isInside ? name.substring(folder.length() + 1) : null;
  }

  private boolean isComplete(Path directory, List<JarEntry> entries) throws IOException {
    for (JarEntry entry : entries) {
      Path file = directory.resolve(String.valueOf(fileName(entry)));
      if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
        return false;
      }
    }
    return true;
  }

  private void unpack(JarFile jar, List<JarEntry> entries, Path directory) throws IOException {
    log.info("Unpacking {}'s native library into {}, once", library, directory);
    Path unfinished =
        Files.createTempDirectory(directory.getParent(), directory.getFileName() + UNFINISHED);
    try {
      for (JarEntry entry : entries) {
        copy(jar, entry, unfinished.resolve(String.valueOf(fileName(entry))));
      }
      moveInPlace(unfinished, directory, entries);
    } finally {
      delete(unfinished);
    }
  }

  /** Copies an entry and checks what was read against the checksum that the jar tells. */
  private static void copy(JarFile jar, JarEntry entry, Path file) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), checksum);
        OutputStream out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
    if (checksum.getValue() != entry.getCrc()) {
      throw new IOException(entry.getName() + " in " + jar.getName() + " is damaged");
    }
  }

  private void moveInPlace(Path unfinished, Path directory, List<JarEntry> entries)
      throws IOException {
    try {
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException failure) {
      if (!Files.isDirectory(directory)) {
        throw failure;
      }
      replace(unfinished, directory, entries);
    }
  }

  /**
   * Somebody's directory is there: another process was faster, or what it holds is not this
   * library.
   */
  private void replace(Path unfinished, Path directory, List<JarEntry> entries) throws IOException {
    if (isComplete(directory, entries)) {
      return;
    }
    Path aside = Files.createTempDirectory(directory.getParent(), directory.getFileName() + OLD);
    Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
    Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    delete(aside);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
