package io.tiffin.registry;

import io.tiffin.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a model have a role. Every change makes another one; a version never has two.
 *
 * @param stable what answers; null for the bundled version, if it is of this model
 * @param stableSinceMicros when that was decided, microseconds since the epoch
 * @param canary what answers {@code canaryPercent} of the orders
 * @param canaryPercent 0 without one
 * @param shadow what is asked beside
 * @param previous what answered before
 * @param considered the highest version that was decided about: none up to it is tried by itself
 */
record Roles(
    @Nullable Pinned stable,
    long stableSinceMicros,
    @Nullable Pinned canary,
    int canaryPercent,
    @Nullable Pinned shadow,
    @Nullable Pinned previous,
    long considered) {

  static final Roles NONE = new Roles(null, 0, null, 0, null, null, 0);

  /** These, with the bundled version as what answers if none is named. */
  Roles resolved(@Nullable Pinned bundled) {
    return stable != null || bundled == null
        ? this
        : new Roles(
            bundled, stableSinceMicros, canary, canaryPercent, shadow, previous, considered);
  }

  /** What a version is there for; null for nothing. */
  @Nullable Role of(long version) {
    if (isOf(stable, version)) {
      return Role.STABLE;
    }
    if (isOf(canary, version)) {
      return Role.CANARY;
    }
    if (isOf(shadow, version)) {
      return Role.SHADOW;
    }
    return isOf(previous, version) ? Role.PREVIOUS : null;
  }

  /** Lets a version answer; what answered becomes the previous one. */
  Roles activated(Pinned next, long atMicros) {
    if (isOf(stable, next.version())) {
      return this;
    }
    Roles others = without(next.version());
    return new Roles(
        next,
        atMicros,
        others.canary,
        others.canaryPercent,
        others.shadow,
        stable == null ? others.previous : stable,
        Math.max(considered, next.version()));
  }

  Roles withCanary(Pinned next, int percent) {
    if (isOf(stable, next.version())) {
      return this;
    }
    Roles others = without(next.version());
    return new Roles(
        others.stable,
        stableSinceMicros,
        next,
        percent,
        others.shadow,
        others.previous,
        Math.max(considered, next.version()));
  }

  Roles withShadow(Pinned next) {
    if (isOf(stable, next.version())) {
      return this;
    }
    Roles others = without(next.version());
    return new Roles(
        others.stable,
        stableSinceMicros,
        others.canary,
        others.canaryPercent,
        next,
        others.previous,
        Math.max(considered, next.version()));
  }

  /** Takes the role of any but the stable one. */
  Roles without(long version) {
    boolean noCanary = isOf(canary, version);
    return new Roles(
        stable,
        stableSinceMicros,
        noCanary ? null : canary,
        noCanary ? 0 : canaryPercent,
        isOf(shadow, version) ? null : shadow,
        isOf(previous, version) ? null : previous,
        considered);
  }

  /**
   * The stable one answers no more, and what was before it does.
   *
   * @param retired the version that answered
   */
  Roles fallenBack(long retired, long atMicros) {
    if (!isOf(stable, retired)) {
      return this;
    }
    return new Roles(
        previous, atMicros, canary, canaryPercent, shadow, null, Math.max(considered, retired));
  }

  Roles considered(long version) {
    return new Roles(
        stable,
        stableSinceMicros,
        canary,
        canaryPercent,
        shadow,
        previous,
        Math.max(considered, version));
  }

  static boolean isOf(@Nullable Pinned role, long version) {
    return role != null && role.version() == version;
  }
}
