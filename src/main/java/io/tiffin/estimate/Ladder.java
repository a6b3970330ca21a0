package io.tiffin.estimate;

import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.model.ServingVersions;
import io.tiffin.quality.InputWatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one model that answer, with their plans, as one request sees them. Immutable; a
 * request that has entered it keeps all of its versions in memory until it exits.
 *
 * @param versions what it was made of
 * @param stable answers those that the canary does not; without a model, if none is served
 * @param canary answers its share; null if there is none
 * @param previous stands in for a broken one; null if there is none
 * @param shadow is asked beside; null if there is none
 * @param inputs watches what the stable version is asked with; null if there is no such version
 */
record Ladder(
    ServingVersions versions,
    Rung stable,
    @Nullable Rung canary,
    @Nullable Rung previous,
    @Nullable Rung shadow,
    @Nullable InputWatch inputs) {

  /** The rung that an order is to be answered by. */
  Rung chosenFor(PartialOrder order) {
    return canary != null && CanaryShare.has(versions.name(), versions.canaryPercent(), order)
        ? canary
        : stable;
  }

  /** The next rung below; null if that is the baseline. */
  @Nullable Rung below(Rung rung) {
    return switch (rung.answeredBy().role()) {
      case CANARY -> stable;
      case STABLE, FALLBACK -> previous;
      case PREVIOUS, SHADOW -> null;
    };
  }

  /** Begins a use of every version that may answer; false, without any use, if one is retired. */
  boolean enter() {
    if (!stable.enter()) {
      return false;
    }
    if (canary != null && !canary.enter()) {
      stable.exit();
      return false;
    }
    if (previous != null && !previous.enter()) {
      if (canary != null) {
        canary.exit();
      }
      stable.exit();
      return false;
    }
    return true;
  }

  void exit() {
    stable.exit();
    if (canary != null) {
      canary.exit();
    }
    if (previous != null) {
      previous.exit();
    }
  }

  /** Every plan that has a version. */
  List<EstimationPlan> plans() {
    List<EstimationPlan> plans = new ArrayList<>();
    for (Rung rung : new @Nullable Rung[] {stable, canary, previous, shadow}) {
      if (rung != null && rung.model() != null) {
        plans.add(rung.plan());
      }
    }
    return plans;
  }

  /** One without any version: the baseline answers. */
  static Ladder without(String name, EstimationPlan baseline) {
    return new Ladder(
        ServingVersions.none(name), Rung.of(baseline, Role.FALLBACK), null, null, null, null);
  }
}
