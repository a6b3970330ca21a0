package io.tiffin.estimate;

import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.estimate.EstimationPlan.ModelRung;
import io.tiffin.feature.FeatureName;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServingModels;
import io.tiffin.model.ServingVersions;
import io.tiffin.quality.InputWatch;
import io.tiffin.quality.InputWatches;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.UnknownFeatureException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ladders of whatever serves at the moment. A version's plan is compiled once, when it is
 * rehearsed or first serves, and forgotten with its meters when it serves no more. Thread-safe;
 * takes a lock only where something has changed.
 */
final class Ladders {

  private static final Logger LOG = LoggerFactory.getLogger(Ladders.class);

  /** Versions that were rehearsed and have not served yet. Chosen: more than are loaded at once. */
  private static final int MOST_REHEARSED = 8;

  private final ServingModels models;
  private final FeatureAssembly assembly;
  private final EstimateMeters meters;
  private final InputWatches watches;
  private final EstimationPlan baseline;
  private final Map<LoadedVersion, EstimationPlan> rehearsed = new LinkedHashMap<>();
  private volatile Map<String, Ladder> known = Map.of();

  Ladders(
      ServingModels models, FeatureAssembly assembly, EstimateMeters meters, InputWatches watches) {
    this.models = models;
    this.assembly = assembly;
    this.meters = meters;
    this.watches = watches;
    this.baseline = EstimationPlan.withoutModel(assembly, meters);
  }

  Set<String> names() {
    return models.names();
  }

  /**
   * A ladder to use for one request, entered: {@link Ladder#exit} must follow.
   *
   * <p>Whoever takes a version out of service puts another in before, so that who is too late for
   * the one finds the other, however fast one swap follows the next. A version that is still said
   * to serve after it could not be entered was taken out for good.
   *
   * @param name the model's; null for the one that answers whoever asks for none
   */
  Ladder entered(@Nullable String name) {
    Ladder ladder = serving(name);
    ServingVersions tooLateFor = null;
    while (!ladder.versions().equals(tooLateFor)) {
      if (ladder.enter()) {
        return ladder;
      }
      tooLateFor = ladder.versions();
      ladder = serving(name);
    }
    Ladder without = Ladder.without(ladder.versions().name(), baseline);
    var _ = without.enter(); // there is nothing in it to be retired
    return without;
  }

  /** A version's plan, kept for when it serves; null if it does not fit the catalogue. */
  synchronized @Nullable EstimationPlan rehearsal(LoadedVersion version) {
    EstimationPlan plan = plan(version, plans());
    if (plan != null && !isServing(version)) {
      rehearsed.put(version, plan);
      if (rehearsed.size() > MOST_REHEARSED) {
        rehearsed.remove(rehearsed.keySet().iterator().next());
      }
    }
    return plan;
  }

  private Ladder serving(@Nullable String name) {
    ServingVersions versions = versions(name);
    if (versions == null) {
      return Ladder.without(String.valueOf(name), baseline);
    }
    Ladder ladder = known.get(versions.name());
    return ladder != null && ladder.versions().equals(versions) ? ladder : change(versions.name());
  }

  private @Nullable ServingVersions versions(@Nullable String name) {
    return name == null ? models.serving() : models.serving(name).orElse(null);
  }

  /**
   * As names are those of the settings, none is ever dropped. Asks again what serves, as somebody
   * else may have seen something newer meanwhile.
   */
  private synchronized Ladder change(String name) {
    ServingVersions versions = models.serving(name).orElseGet(() -> ServingVersions.none(name));
    Ladder former = known.get(name);
    if (former != null && former.versions().equals(versions)) {
      return former;
    }
    List<EstimationPlan> plans = plans();
    forget(former, versions);
    Rung stable = rung(versions.stable(), Role.STABLE, plans, baseline);
    Ladder ladder =
        new Ladder(
            versions,
            stable,
            optional(versions.canary(), Role.CANARY, plans),
            optional(versions.previous(), Role.PREVIOUS, plans),
            optional(versions.shadow(), Role.SHADOW, plans),
            watched(name, former, stable));
    ladder.plans().forEach(plan -> rehearsed.values().remove(plan));
    Map<String, Ladder> changed = new HashMap<>(known);
    changed.put(name, ladder);
    known = Map.copyOf(changed);
    return ladder;
  }

  /** A version that stays stable goes on being watched; another one is watched from now on. */
  @SuppressWarnings("ReferenceEquality") // a version that was loaded anew has another plan
  private @Nullable InputWatch watched(String name, @Nullable Ladder former, Rung stable) {
    if (former != null && former.stable().plan() == stable.plan()) {
      return former.inputs();
    }
    ModelRung model = stable.model();
    return watches.watch(
        name, model == null ? null : model.version().manifest(), stable.plan().features());
  }

  private @Nullable Rung optional(
      @Nullable LoadedVersion version, Role role, List<EstimationPlan> plans) {
    if (version == null) {
      return null;
    }
    EstimationPlan plan = plan(version, plans);
    return plan == null ? null : Rung.of(plan, role);
  }

  private Rung rung(
      @Nullable LoadedVersion version,
      Role role,
      List<EstimationPlan> plans,
      EstimationPlan otherwise) {
    Rung rung = optional(version, role, plans);
    return rung == null ? Rung.of(otherwise, Role.FALLBACK) : rung;
  }

  /** A model that does not fit is worse than none: it is said once, and the rung below answers. */
  private @Nullable EstimationPlan plan(LoadedVersion version, List<EstimationPlan> plans) {
    for (EstimationPlan plan : plans) {
      if (plan.isOf(version)) {
        return plan;
      }
    }
    try {
      EstimationPlan plan = EstimationPlan.of(version, wanted -> features(wanted, plans), meters);
      plans.add(plan);
      return plan;
    } catch (UnknownFeatureException | UnfitModelException e) {
      LOG.error(
          "Model {} {} does not fit the catalogue, what is below it answers instead: {}",
          version.manifest().name(),
          version.manifest().version(),
          e.getMessage());
      return null;
    }
  }

  private FeaturePlan features(List<FeatureName> wanted, List<EstimationPlan> plans) {
    for (EstimationPlan plan : plans) {
      if (plan.wanted().equals(wanted)) {
        return plan.features();
      }
    }
    return assembly.plan(wanted);
  }

  private List<EstimationPlan> plans() {
    List<EstimationPlan> plans = new ArrayList<>(rehearsed.values());
    known.values().forEach(ladder -> plans.addAll(ladder.plans()));
    return plans;
  }

  private boolean isServing(LoadedVersion version) {
    return known.values().stream()
        .flatMap(ladder -> ladder.plans().stream())
        .anyMatch(plan -> plan.isOf(version));
  }

  /** Before others are counted: the same version, loaded anew, is counted under the same names. */
  private static void forget(@Nullable Ladder former, ServingVersions now) {
    if (former == null) {
      return;
    }
    for (EstimationPlan plan : former.plans()) {
      ModelRung rung = plan.rung();
      boolean serves =
          plan.isOf(now.stable())
              || plan.isOf(now.canary())
              || plan.isOf(now.previous())
              || plan.isOf(now.shadow());
      if (rung != null && !serves) {
        rung.meters().forget();
      }
    }
  }
}
