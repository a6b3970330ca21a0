package io.tiffin.registry;

import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServingVersions;
import io.tiffin.registry.LoadedVersions.Load;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what serves be what the roles say: loads what is missing, publishes, retires what has lost
 * its role. What cannot be loaded leaves in place what served. Used by one thread.
 */
final class Rollout {

  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  private final KnownVersions known;
  private final FleetRoles roles;
  private final LoadedVersions loaded;
  private final ServedVersions served;
  private final boolean keepsPrevious;

  Rollout(
      KnownVersions known,
      FleetRoles roles,
      LoadedVersions loaded,
      ServedVersions served,
      boolean keepsPrevious) {
    this.known = known;
    this.roles = roles;
    this.loaded = loaded;
    this.served = served;
    this.keepsPrevious = keepsPrevious;
  }

  /** The roles of a model, the bundled version in place of a stable one that is not named. */
  Roles roles(String model) {
    return roles.of(model).resolved(known.bundledOf(model));
  }

  /** Brings a version into memory before it gets a role; makes room by giving up the previous. */
  Load prepare(String model, Pinned next) {
    if (loaded.get(model, next) == null && loaded.isFull()) {
      giveUpPrevious(model);
    }
    return loaded.load(model, next, false);
  }

  private void giveUpPrevious(String model) {
    ServingVersions now = serving(model);
    if (now.previous() != null) {
      served.publish(
          new ServingVersions(
              model, now.stable(), now.canary(), now.canaryPercent(), now.shadow(), null));
      loaded.retain(served.all());
    }
  }

  /** Applies the roles of a model as they are known. */
  void apply(String model) {
    Roles wanted = roles(model);
    ServingVersions before = serving(model);
    LoadedVersion stable = stable(model, wanted, before);
    publish(before, at(model, wanted, stable)); // at once; the others are not waited for
    bring(model, wanted.canary());
    bring(model, wanted.shadow());
    if (keepsPrevious && !loaded.isFull()) {
      bring(model, wanted.previous());
    }
    publish(serving(model), at(model, wanted, stable));
    loaded.retain(served.all());
  }

  private ServingVersions serving(String model) {
    return served.serving(model).orElseGet(() -> ServingVersions.none(model));
  }

  /** The stable version; what served, the previous, or the bundled one if it does not load. */
  private @Nullable LoadedVersion stable(String model, Roles wanted, ServingVersions before) {
    LoadedVersion stable = bring(model, wanted.stable());
    if (stable != null) {
      return stable;
    }
    if (before.stable() != null) {
      return before.stable();
    }
    LoadedVersion previous = bring(model, wanted.previous());
    return previous == null ? bring(model, known.bundledOf(model)) : previous;
  }

  private @Nullable LoadedVersion bring(String model, @Nullable Pinned pinned) {
    return pinned != null && loaded.load(model, pinned, true) instanceof Load.Done(LoadedVersion v)
        ? v
        : null;
  }

  private ServingVersions at(String model, Roles wanted, @Nullable LoadedVersion stable) {
    LoadedVersion canary = loaded.get(model, wanted.canary());
    LoadedVersion previous = keepsPrevious ? loaded.get(model, wanted.previous()) : null;
    return new ServingVersions(
        model,
        stable,
        canary,
        canary == null ? 0 : wanted.canaryPercent(),
        loaded.get(model, wanted.shadow()),
        ServedVersions.same(previous, stable) ? null : previous); // it answers, for lack of that
  }

  private void publish(ServingVersions before, ServingVersions now) {
    if (now.equals(before)) {
      return;
    }
    served.publish(now);
    LOG.info("{}", sentence(now));
  }

  private static String sentence(ServingVersions now) {
    StringBuilder text = new StringBuilder(now.name());
    text.append(
        now.stable() == null ? ": nothing answers" : " " + version(now.stable()) + " answers");
    Optional.ofNullable(now.canary())
        .ifPresent(canary ->
            text.append(", canary ")
                .append(version(canary))
                .append(" at ")
                .append(now.canaryPercent())
                .append(" %"));
    Optional.ofNullable(now.shadow())
        .ifPresent(shadow -> text.append(", shadow ").append(version(shadow)));
    Optional.ofNullable(now.previous())
        .ifPresent(previous -> text.append(", previous ").append(version(previous)));
    return text.toString();
  }

  private static String version(LoadedVersion version) {
    return version.manifest().version();
  }
}
