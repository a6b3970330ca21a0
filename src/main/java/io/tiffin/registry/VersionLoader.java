package io.tiffin.registry;

import io.tiffin.guard.Guard;
import io.tiffin.guard.Guards;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.GuardedModel;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.Rehearsal;
import io.tiffin.registry.LoadedVersions.Held;
import io.tiffin.registry.Look.Whole;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings versions into memory: digests checked, loaded, guarded, and warmed by the bundle's samples
 * and by recent requests.
 */
final class VersionLoader {

  private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);

  private final KnownVersions known;
  private final ModelLoader loader;
  private final ModelTrial trial;
  private final Guards guards;
  private final Supplier<@Nullable Rehearsal> rehearsal;
  private final int warmUpCalls;

  /**
   * @param rehearsal asked at each load; null if nobody remembers requests
   * @param warmUpCalls how many calls of each kind to make before a version is announced
   */
  VersionLoader(
      KnownVersions known,
      ModelLoader loader,
      ModelTrial trial,
      Guards guards,
      Supplier<@Nullable Rehearsal> rehearsal,
      int warmUpCalls) {
    this.known = known;
    this.loader = loader;
    this.trial = trial;
    this.guards = guards;
    this.rehearsal = rehearsal;
    this.warmUpCalls = warmUpCalls;
  }

  /** Loads a version whose manifest has this digest. Takes seconds. */
  Held load(VersionKey key, String digest) throws LoadFailedException {
    Bundle bundle =
        switch (known.read(key)) {
          case Whole.Read(Bundle read) -> read;
          case Whole.Refused(String reason, boolean lasts) ->
              throw new LoadFailedException(reason, lasts);
        };
    if (!bundle.digest().equals(digest)) {
      throw new LoadFailedException(
          "manifest.json of %s has the sha256 %s here, and %s is what was given its role: copy those files, or give these another version number"
              .formatted(key, bundle.digest(), digest),
          true);
    }
    try {
      Model model = warmed(loader.load(bundle), bundle);
      Guard guard = guards.fresh(GuardedModel.guardName(bundle.manifest()), GuardedModel.SETTINGS);
      LoadedVersion version = new LoadedVersion(new GuardedModel(model, guard));
      rehearse(key, version);
      return new Held(version, digest, guard);
    } catch (BundleRefusedException refused) {
      throw new LoadFailedException(refused.getMessage(), refused);
    }
  }

  private Model warmed(Model model, Bundle bundle) throws BundleRefusedException {
    try {
      trial.warm(model, bundle, warmUpCalls);
      return model;
    } catch (BundleRefusedException | RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
  }

  /** A rehearsal that breaks says nothing about the version, which has answered its samples. */
  private void rehearse(VersionKey key, LoadedVersion version) {
    Rehearsal requests = rehearsal.get();
    if (requests == null || warmUpCalls == 0) {
      return;
    }
    try {
      int answered = requests.rehearse(version, warmUpCalls);
      LOG.debug("{} has answered {} recent requests again", key, answered);
    } catch (RuntimeException broken) {
      LOG.warn("{} is warmed by its samples alone, for the rehearsal broke", key, broken);
    }
  }

  void forget(Guard guard) {
    guards.forget(guard);
  }
}
