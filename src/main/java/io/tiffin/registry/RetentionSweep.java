package io.tiffin.registry;

import io.tiffin.registry.RegistryProperties.Retention;
import io.tiffin.registry.RetentionRules.Shelved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes versions from the repository, and nothing that lies elsewhere. Used by one thread. */
final class RetentionSweep {

  private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);

  private final ModelRepository repository;
  private final VersionRemoval removal;
  private final Retention limits;

  RetentionSweep(ModelRepository repository, VersionRemoval removal, Retention limits) {
    this.repository = repository;
    this.removal = removal;
    this.limits = limits;
  }

  /**
   * Removes what is too much of a model.
   *
   * @param needed whether a version has a role or is on its way to one
   */
  void sweep(String model, Predicate<VersionKey> needed, Instant now) {
    removal.finish(model);
    List<Shelved> versions = new ArrayList<>();
    for (Map.Entry<VersionKey, Instant> found : repository.versions(model).entrySet()) {
      VersionKey key = found.getKey();
      versions.add(
          new Shelved(
              key,
              limits.age() == null ? now : writtenAt(key, now),
              found.getValue(),
              limits.bytes() == null ? 0 : bytes(key),
              needed.test(key)));
    }
    for (VersionKey key : RetentionRules.surplus(versions, limits, now)) {
      if (removal.remove(key)) {
        LOG.info("{} is removed from the repository, as tiffin.model.retention says", key);
      }
    }
  }

  /** One that cannot be looked at is not old. */
  private Instant writtenAt(VersionKey key, Instant now) {
    Path manifest = repository.directory(key).resolve("manifest.json");
    try {
      return Files.getLastModifiedTime(manifest, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException _) {
      return now;
    }
  }

  private long bytes(VersionKey key) {
    try {
      return FilesStamp.of(repository.directory(key)).bytes();
    } catch (IOException _) {
      return 0;
    }
  }
}
