package io.tiffin.serving;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Expression;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to read and compute for an order, compiled once from the features that are wanted. Immutable
 * and thread-safe.
 *
 * <p>The plan holds, beside the wanted features, everything that they may fall back on or are
 * computed from; and it holds the steps in an order in which each step finds what it needs.
 */
public final class FeaturePlan {

  private final List<Feature> features;
  private final Map<FeatureName, Integer> positions = new HashMap<>();
  private final boolean withParents;
  private final List<ViewRead> views;
  private final List<RequestStep> requestSteps;
  private final List<ResolveStep> resolveSteps;
  private final ProfileSlots profile;

  private FeaturePlan(Catalogue catalogue, List<Feature> features, boolean withParents) {
    this.withParents = withParents;
    this.features = List.copyOf(features);
    for (Feature feature : features) {
      positions.put(feature.name(), positions.size());
    }
    profile = ProfileSlots.of(this);
    views = viewReads(catalogue);
    requestSteps =
        features.stream().flatMap(f -> RequestStep.of(f, position(f.name())).stream()).toList();
    resolveSteps = ladder(catalogue);
  }

  /**
   * The plan for these features.
   *
   * @throws UnknownFeatureException if the catalogue lacks one of them
   */
  static FeaturePlan compile(Catalogue catalogue, Collection<FeatureName> wanted) {
    return compile(catalogue, wanted, true);
  }

  /**
   * The plan for all stored and computed features of a view as they are, without anything to fall
   * back on.
   *
   * @throws UnknownFeatureException if the catalogue lacks the view
   */
  static FeaturePlan ofView(Catalogue catalogue, String name) {
    FeatureView view =
        catalogue.view(name).orElseThrow(() -> new UnknownFeatureException("view " + name));
    return compile(catalogue, view.features().stream().map(Feature::name).toList(), false);
  }

  private static FeaturePlan compile(
      Catalogue catalogue, Collection<FeatureName> wanted, boolean withParents) {
    Set<FeatureName> names = new LinkedHashSet<>(wanted);
    names.addAll(ProfileSlots.NAMES);
    List<FeatureName> queue = new ArrayList<>(names);
    List<Feature> features = new ArrayList<>();
    for (int next = 0; next < queue.size(); next++) {
      Feature feature = known(catalogue, queue.get(next));
      features.add(feature);
      for (FeatureName dependency : dependencies(feature, withParents)) {
        if (names.add(dependency)) {
          queue.add(dependency);
        }
      }
    }
    return new FeaturePlan(catalogue, features, withParents);
  }

  /**
   * Every feature of the plan by position: those wanted first, in the order wanted, then those that
   * they are computed from or fall back on.
   */
  public List<Feature> features() {
    return features;
  }

  /**
   * The position of a feature.
   *
   * @throws IllegalArgumentException if the plan does not have it
   */
  public int position(FeatureName name) {
    Integer position = positions.get(name);
    if (position == null) {
      throw new IllegalArgumentException(name + " is not part of the plan");
    }
    return position;
  }

  /**
   * The position of a feature, or null if the plan does not have it: a caller may give values that
   * no model asks for.
   */
  @Nullable Integer positionOrNull(FeatureName name) {
    return positions.get(name);
  }

  List<ViewRead> views() {
    return views;
  }

  List<RequestStep> requestSteps() {
    return requestSteps;
  }

  List<ResolveStep> resolveSteps() {
    return resolveSteps;
  }

  ProfileSlots profile() {
    return profile;
  }

  private List<ViewRead> viewReads(Catalogue catalogue) {
    Map<String, List<Feature>> stored = new LinkedHashMap<>();
    for (Feature feature : features) {
      if (feature.origin() instanceof Origin.Load
          || feature.origin() instanceof Origin.Aggregated) {
        stored.computeIfAbsent(feature.name().view(), view -> new ArrayList<>()).add(feature);
      }
    }
    List<ViewRead> reads = new ArrayList<>();
    stored.forEach((name, read) -> {
      FeatureView view = catalogue.view(name).orElseThrow();
      int[] at = read.stream().mapToInt(feature -> position(feature.name())).toArray();
      reads.add(
          view.kind() == ViewKind.EVENT
              ? new EventViewRead(view, read, at)
              : new LoadedViewRead(view, read, at));
    });
    return List.copyOf(reads);
  }

  private List<ResolveStep> ladder(Catalogue catalogue) {
    List<ResolveStep> steps = new ArrayList<>();
    Set<FeatureName> done = new HashSet<>();
    features.forEach(feature -> resolve(feature, catalogue, done, steps));
    return List.copyOf(steps);
  }

  /**
   * Depth first, so that what a feature is computed from or falls back on is resolved before it;
   * the catalogue has no cycles.
   */
  private void resolve(
      Feature feature, Catalogue catalogue, Set<FeatureName> done, List<ResolveStep> steps) {
    if (!done.add(feature.name())) {
      return;
    }
    for (FeatureName dependency : dependencies(feature, withParents)) {
      resolve(features.get(position(dependency)), catalogue, done, steps);
    }
    FeatureView view = catalogue.view(feature.name().view()).orElseThrow();
    steps.add(ResolveStep.of(feature, view.kind() != ViewKind.REQUEST, this, withParents));
  }

  private static Set<FeatureName> dependencies(Feature feature, boolean withParents) {
    Set<FeatureName> names = new LinkedHashSet<>();
    if (feature.origin() instanceof Origin.Computed(Expression expression)) {
      names.addAll(expression.references());
    }
    FeatureName parent = feature.parent();
    if (parent != null && withParents) {
      names.add(parent);
    }
    return names;
  }

  private static Feature known(Catalogue catalogue, FeatureName name) {
    return catalogue.feature(name).orElseThrow(() -> new UnknownFeatureException(name.toString()));
  }
}
