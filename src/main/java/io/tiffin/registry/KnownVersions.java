package io.tiffin.registry;

import io.tiffin.model.Bundle;
import io.tiffin.model.BundleOutline;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.registry.Look.Whole;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions in the repository and the bundled one, which is always known. If the repository has
 * its number too, the bundled one counts: other files under its number are never served.
 * Thread-safe.
 */
final class KnownVersions {

  private static final Logger LOG = LoggerFactory.getLogger(KnownVersions.class);

  private final ModelRepository repository;
  private final BundledSource source;
  private final BundleReader reader;
  private volatile @Nullable Bundled bundled;
  private volatile String trouble = "";
  private boolean hasWarned;

  KnownVersions(ModelRepository repository, BundledSource source, BundleReader reader) {
    this.repository = repository;
    this.source = source;
    this.reader = reader;
  }

  /** Reads the bundled version, digests and all. */
  @FunctionalInterface
  interface BundledSource {

    Bundle read() throws BundleRefusedException;
  }

  private record Bundled(VersionKey key, Bundle bundle, BundleOutline outline, Instant foundAt) {

    Pinned pinned() {
      return new Pinned(key.version(), bundle.digest());
    }
  }

  /** Reads the bundled version, if that has not been done. Not for a serving thread. */
  void readBundled(Instant now) {
    if (bundled != null || !trouble.isEmpty()) {
      return;
    }
    try {
      Bundle bundle = source.read();
      VersionKey key =
          new VersionKey(bundle.manifest().name(), Long.parseLong(bundle.manifest().version()));
      bundled = new Bundled(key, bundle, reader.outline(bundle.directory()), now);
    } catch (BundleRefusedException refused) {
      trouble = refused.getMessage();
      LOG.error("The bundled model is refused: {}", trouble, refused);
    } catch (RuntimeException | Error failure) {
      trouble = "the bundled model cannot be read: " + failure;
      LOG.error("There is no bundled model: {}", trouble, failure);
    }
  }

  /** Lists the repository anew. */
  void scan() {
    repository.scan();
    Bundled own = bundled;
    if (own != null && !hasWarned) {
      otherOfTheBundledNumber(own)
          .ifPresent(sentence -> {
            hasWarned = true;
            LOG.warn("{}", sentence);
          });
    }
  }

  private Optional<String> otherOfTheBundledNumber(Bundled own) {
    return repository.look(own.key()) instanceof Look.Complete(BundleOutline there)
            && !there.digest().equals(own.bundle().digest())
        ? Optional.of(
            "%s in %s is ignored, for the bundled %s has other files: give it another version number"
                .formatted(own.key(), repository.directory(own.key()), own.key()))
        : Optional.empty();
  }

  /** Why there is no bundled version; empty if there is one. */
  String bundledTrouble() {
    return trouble;
  }

  /** The bundled version, if it is of this model. */
  @Nullable Pinned bundledOf(String model) {
    Bundled own = bundled;
    return own != null && own.key().model().equals(model) ? own.pinned() : null;
  }

  boolean isBundled(VersionKey key) {
    Bundled own = bundled;
    return own != null && own.key().equals(key);
  }

  NavigableSet<String> models() {
    NavigableSet<String> models = repository.models();
    Bundled own = bundled;
    if (own != null) {
      models.add(own.key().model());
    }
    return models;
  }

  /** The versions of a model, and when each was found. */
  SortedMap<VersionKey, Instant> versions(String model) {
    SortedMap<VersionKey, Instant> versions = new TreeMap<>(repository.versions(model));
    Bundled own = bundled;
    if (own != null && own.key().model().equals(model)) {
      versions.put(own.key(), own.foundAt());
    }
    return versions;
  }

  /** The highest version above {@code floor} that is complete; few are looked at. */
  Optional<VersionKey> newestAbove(String model, long floor, int looks) {
    return repository.versions(model).keySet().stream()
        .filter(key -> key.version() > floor)
        .sorted((one, other) -> other.compareTo(one))
        .limit(looks)
        .filter(key -> look(key) instanceof Look.Complete)
        .findFirst();
  }

  Look look(VersionKey key) {
    Bundled own = bundled;
    return own != null && own.key().equals(key)
        ? new Look.Complete(own.outline())
        : repository.look(key);
  }

  /** A version whole: every digest is checked. */
  Whole read(VersionKey key) {
    Bundled own = bundled;
    return own != null && own.key().equals(key)
        ? new Whole.Read(own.bundle())
        : repository.read(key);
  }

  /** What is to be said of a version beside how it stands; null for nothing. */
  @Nullable String note(VersionKey key) {
    Bundled own = bundled;
    return own != null && own.key().equals(key) ? otherOfTheBundledNumber(own).orElse(null) : null;
  }
}
