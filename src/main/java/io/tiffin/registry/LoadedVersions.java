package io.tiffin.registry;

import io.tiffin.batching.Ticker;
import io.tiffin.guard.Guard;
import io.tiffin.model.LoadedVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions in memory. One thread loads and retires; any may look. What is retired is drained
 * and freed on a thread of its own.
 */
final class LoadedVersions {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedVersions.class);

  /** How long requests under way are waited for. Chosen: fifty times an answer's deadline. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How soon a load that failed is tried again by itself. Chosen. */
  static final Duration RETRY = Duration.ofMinutes(1);

  private final VersionLoader loader;
  private final RegistryMeters meters;
  private final Ticker ticker;
  private final int most;
  private final Map<VersionKey, Held> held = new ConcurrentHashMap<>();
  private final Map<VersionKey, Failure> failures = new ConcurrentHashMap<>();
  private final Map<VersionKey, CompletableFuture<Void>> retiring = new ConcurrentHashMap<>();
  private volatile @Nullable VersionKey loading;

  LoadedVersions(VersionLoader loader, RegistryMeters meters, Ticker ticker, int most) {
    this.loader = loader;
    this.meters = meters;
    this.ticker = ticker;
    this.most = most;
  }

  /**
   * A version in memory.
   *
   * @param digest of its manifest
   * @param guard its own
   */
  record Held(LoadedVersion version, String digest, Guard guard) {}

  private record Failure(String reason, long retryNanos) {}

  /** What came of a load. */
  sealed interface Load {

    record Done(LoadedVersion version) implements Load {}

    record Failed(String reason) implements Load {}
  }

  /** The version if it is in memory with these very files. */
  @Nullable LoadedVersion get(String model, @Nullable Pinned pinned) {
    if (pinned == null) {
      return null;
    }
    Held found = held.get(new VersionKey(model, pinned.version()));
    return found != null && found.digest().equals(pinned.digest()) ? found.version() : null;
  }

  @Nullable LoadedVersion get(VersionKey key) {
    Held found = held.get(key);
    return found == null ? null : found.version();
  }

  boolean isFull() {
    return held.size() >= most;
  }

  boolean isLoading(VersionKey key) {
    return key.equals(loading);
  }

  /** Why it is not in memory, if it should have been; null if nothing went wrong. */
  @Nullable String failure(VersionKey key) {
    Failure failure = failures.get(key);
    return failure == null ? null : failure.reason();
  }

  /** Notes that a version does not load. */
  void failed(VersionKey key, String reason) {
    failed(key, reason, RETRY);
  }

  private void failed(VersionKey key, String reason, Duration pause) {
    Failure before = failures.put(key, new Failure(reason, ticker.nanos() + pause.toNanos()));
    if (before == null || !before.reason().equals(reason)) {
      LOG.error("{} is not loaded, what serves goes on: {}", key, reason);
      meters.failed(key);
    }
  }

  void forgetFailures(Set<VersionKey> known) {
    failures.keySet().retainAll(known);
  }

  /**
   * Loads a version unless it is in memory.
   *
   * @param patient whether one that has failed just now is left alone for a while
   */
  Load load(String model, Pinned pinned, boolean patient) {
    VersionKey key = new VersionKey(model, pinned.version());
    Held found = held.get(key);
    if (found != null) {
      return found.digest().equals(pinned.digest())
          ? new Load.Done(found.version())
          : refused(
              key, RETRY, key + " is in memory with other files: give them a new version number");
    }
    Failure failure = failures.get(key);
    if (patient && failure != null && ticker.nanos() - failure.retryNanos() < 0) {
      return new Load.Failed(failure.reason());
    }
    if (isFull()) {
      return refused(
          key,
          Duration.ZERO,
          "%d versions are in memory and tiffin.model.max-loaded is %d: retire one, or raise it"
              .formatted(held.size(), most));
    }
    return loadNow(key, pinned);
  }

  private Load refused(VersionKey key, Duration pause, String reason) {
    failed(key, reason, pause);
    return new Load.Failed(reason);
  }

  private Load loadNow(VersionKey key, Pinned pinned) {
    CompletableFuture<Void> before = retiring.get(key);
    if (before != null) {
      before.join(); // its meters and its guard have the same names
    }
    loading = key;
    try {
      long begun = ticker.nanos();
      Held loaded = loader.load(key, pinned.digest());
      meters.loaded(key, ticker.nanos() - begun);
      held.put(key, loaded);
      failures.remove(key);
      return new Load.Done(loaded.version());
    } catch (LoadFailedException failure) {
      return refused(key, failure.lasts() ? RETRY : Duration.ZERO, failure.getMessage());
    } catch (RuntimeException | Error broken) {
      LOG.error("{} broke while it was loaded", key, broken);
      return refused(key, RETRY, "it cannot be loaded: " + broken);
    } finally {
      loading = null;
    }
  }

  /** Takes all versions but these out of memory, after the last of their requests. */
  void retain(Set<LoadedVersion> serving) {
    Map<VersionKey, Held> gone = new HashMap<>();
    held.forEach((key, one) -> {
      if (!serving.contains(one.version())) {
        gone.put(key, one);
      }
    });
    gone.forEach(this::retire);
  }

  private void retire(VersionKey key, Held gone) {
    held.remove(key);
    CompletableFuture<Void> ended = new CompletableFuture<>();
    retiring.put(key, ended);
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("model-retire-" + key.model() + "-" + key.version())
            .start(() -> {
              try {
                free(key, gone);
              } finally {
                retiring.remove(key, ended);
                ended.complete(null);
              }
            });
  }

  private void free(VersionKey key, Held gone) {
    try {
      if (!gone.version().retire(PATIENCE)) {
        LOG.warn("{} is closed although requests still use it, for {}", key, PATIENCE);
      }
      LOG.info("{} is out of memory", key);
    } catch (RuntimeException failure) {
      LOG.error("{} cannot be freed", key, failure);
    } finally {
      loader.forget(gone.guard());
      meters.gone(key);
    }
  }

  /** Waits until what was retired is gone. */
  void awaitRetired() {
    retiring.values().forEach(CompletableFuture::join);
  }
}
