package io.tiffin.registry;

import io.tiffin.batching.Ticker;
import io.tiffin.model.BundleOutline;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.registry.Look.Whole;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory {@code <name>/<version>/manifest.json} of versions. To scan it costs a listing of
 * directories, whatever lies in them; a manifest is read when its version is looked at, and the
 * other files when it is to be loaded. Thread-safe.
 */
final class ModelRepository {

  private static final Logger LOG = LoggerFactory.getLogger(ModelRepository.class);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * Files that have not changed for so long are not being copied any more. Chosen: copies pause for
   * a second or two at the most.
   */
  static final Duration SETTLED = Duration.ofSeconds(10);

  private final Path root;
  private final BundleReader reader;
  private final InstantSource machineClock;
  private final Ticker ticker;
  private final Map<VersionKey, Seen> seen = new HashMap<>();
  private NavigableMap<VersionKey, Instant> foundAt = new TreeMap<>();
  private String trouble = "";

  /** The directory need not exist. */
  ModelRepository(Path root, BundleReader reader, InstantSource machineClock, Ticker ticker) {
    this.root = root.toAbsolutePath().normalize();
    this.reader = reader;
    this.machineClock = machineClock;
    this.ticker = ticker;
  }

  /** What a version was when its files were last seen to change. */
  private static final class Seen {

    private final FilesStamp stamp;
    private final long sinceNanos;
    private Look look;
    private boolean wasSettled;

    Seen(FilesStamp stamp, long sinceNanos, Look look) {
      this.stamp = stamp;
      this.sinceNanos = sinceNanos;
      this.look = look;
    }
  }

  Path directory(VersionKey key) {
    return root.resolve(key.model()).resolve(Long.toString(key.version()));
  }

  /** Lists the directories anew, and forgets what is gone. */
  synchronized void scan() {
    NavigableMap<VersionKey, Instant> now = new TreeMap<>();
    try {
      for (String model : directories(root, NAME)) {
        for (String version : directories(root.resolve(model), VERSION)) {
          VersionKey key = new VersionKey(model, Long.parseLong(version));
          now.put(key, foundAt.getOrDefault(key, machineClock.instant()));
        }
      }
      trouble = "";
    } catch (IOException unreadable) {
      say(root + " cannot be listed: " + unreadable);
      return; // what was there may still be
    }
    foundAt = now;
    seen.keySet().retainAll(now.keySet());
  }

  private void say(String sentence) {
    if (!sentence.equals(trouble)) {
      LOG.warn("Models: {}", sentence);
      trouble = sentence;
    }
  }

  private static NavigableSet<String> directories(Path parent, Pattern name) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
      for (Path child : children) {
        String text = Objects.requireNonNull(child.getFileName()).toString();
        if (name.matcher(text).matches() && Files.isDirectory(child)) {
          names.add(text);
        }
      }
    } catch (NoSuchFileException _) {
      return names;
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    return names;
  }

  /** The models that the last scan found. */
  synchronized NavigableSet<String> models() {
    NavigableSet<String> models = new TreeSet<>();
    foundAt.keySet().forEach(key -> models.add(key.model()));
    return models;
  }

  /** The versions that the last scan found, and when each was found first. */
  synchronized SortedMap<VersionKey, Instant> versions(String model) {
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(
            foundAt.subMap(
                new VersionKey(model, 0), true, new VersionKey(model, Long.MAX_VALUE), true)));
  }

  /** What a version is; reads its manifest if any of its files has changed since the last time. */
  synchronized Look look(VersionKey key) {
    Seen known = see(key);
    return known == null ? new Look.Absent() : known.look;
  }

  @SuppressWarnings("NullAway") // null where the version is absent
  private Seen see(VersionKey key) {
    Path directory = directory(key);
    FilesStamp stamp;
    try {
      stamp = FilesStamp.of(directory);
    } catch (IOException gone) {
      seen.remove(key);
      return null;
    }
    Seen before = seen.get(key);
    if (before == null || !before.stamp.equals(stamp)) {
      before = new Seen(stamp, ticker.nanos(), new Look.Unfinished("it has not been read"));
      before.look = read(key, directory, before);
      seen.put(key, before);
    } else if (before.look instanceof Look.Unfinished && !before.wasSettled && isSettled(before)) {
      before.wasSettled = true;
      before.look = read(key, directory, before);
    }
    return before;
  }

  private boolean isSettled(Seen version) {
    return ticker.nanos() - version.sinceNanos >= SETTLED.toNanos();
  }

  private Look read(VersionKey key, Path directory, Seen version) {
    try {
      Path real = directory.toRealPath();
      if (!real.startsWith(root.toRealPath())) {
        return new Look.Damaged(directory + " leads out of " + root);
      }
      if (!Files.exists(real.resolve("manifest.json"))) {
        return new Look.Unfinished("manifest.json: is missing in " + directory);
      }
      return checked(key, reader.outline(real));
    } catch (BundleRefusedException refused) {
      return isSettled(version)
          ? new Look.Damaged(refused.getMessage())
          : new Look.Unfinished(refused.getMessage());
    } catch (IOException unreadable) {
      return new Look.Unfinished(directory + " cannot be read: " + unreadable);
    }
  }

  private static Look checked(VersionKey key, BundleOutline outline) {
    String version = Long.toString(key.version());
    if (!outline.name().equals(key.model()) || !outline.version().equals(version)) {
      return new Look.Damaged(
          "manifest.json: says %s %s, and lies in %s/%s"
              .formatted(outline.name(), outline.version(), key.model(), version));
    }
    return outline.missing() == null
        ? new Look.Complete(outline)
        : new Look.Unfinished(outline.missing() + ": is listed in manifest.json but missing");
  }

  /** Reads a version whole: the digest of every file. Not under any lock, for it may take long. */
  Whole read(VersionKey key) {
    Seen version;
    boolean settled;
    synchronized (this) {
      version = see(key);
      settled = version != null && isSettled(version);
    }
    if (version == null) {
      return new Whole.Refused(key + " is not in " + root, false);
    }
    return switch (version.look) {
      case Look.Absent _ -> new Whole.Refused(key + " is not in " + root, false);
      case Look.Unfinished(String reason) -> new Whole.Refused(unfinished(key, reason), false);
      case Look.Damaged(String reason) -> new Whole.Refused(reason, true);
      case Look.Complete _ -> whole(key, version, settled);
    };
  }

  private Whole whole(VersionKey key, Seen version, boolean settled) {
    try {
      return new Whole.Read(reader.read(directory(key).toRealPath()));
    } catch (IOException gone) {
      return new Whole.Refused(key + " cannot be read: " + gone, false);
    } catch (BundleRefusedException refused) {
      synchronized (this) {
        version.look =
            settled
                ? new Look.Damaged(refused.getMessage())
                : new Look.Unfinished(refused.getMessage());
      }
      return new Whole.Refused(
          settled ? refused.getMessage() : unfinished(key, refused.getMessage()), settled);
    }
  }

  private static String unfinished(VersionKey key, String reason) {
    return key + " is not complete yet: " + reason;
  }
}
