package io.tiffin.registry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes versions out of the repository: first by another name, at once and as a whole, so that
 * nobody finds half of one, and then from disk. Links are removed, not followed.
 */
final class VersionRemoval {

  private static final Logger LOG = LoggerFactory.getLogger(VersionRemoval.class);

  private static final String HIDDEN = ".removed-";

  private final Path root;

  VersionRemoval(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Whether this process has removed it; another may have been faster. */
  boolean remove(VersionKey key) {
    Path model = root.resolve(key.model());
    Path version = model.resolve(Long.toString(key.version()));
    Path hidden = model.resolve(HIDDEN + key.version() + "-" + UUID.randomUUID());
    try {
      if (!isWithin(model)) {
        return false;
      }
      Files.move(version, hidden, StandardCopyOption.ATOMIC_MOVE);
      delete(hidden);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException failure) {
      LOG.warn("{} cannot be removed: {}", version, failure.toString());
      return false;
    }
  }

  /** Deletes what a process that died had begun to. */
  void finish(String name) {
    Path model = root.resolve(name);
    try {
      if (!isWithin(model)) {
        return;
      }
      try (DirectoryStream<Path> hidden = Files.newDirectoryStream(model, HIDDEN + "*")) {
        for (Path each : hidden) {
          delete(each);
        }
      }
    } catch (NoSuchFileException _) {
      // so much the better
    } catch (IOException failure) {
      LOG.warn("What was removed from {} cannot be deleted: {}", model, failure.toString());
    }
  }

  private boolean isWithin(Path model) throws IOException {
    return model.toRealPath().startsWith(root.toRealPath());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
