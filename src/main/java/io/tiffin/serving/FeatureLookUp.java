package io.tiffin.serving;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import io.tiffin.geo.Zones;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Looks up the features of entities by view, as stored: no parents, no defaults. Thread-safe. */
public final class FeatureLookUp {

  private final Catalogue catalogue;
  private final RowFinder rows;
  private final Zones zones;
  private final Cities cities;
  private final InstantSource clock;
  private final Map<String, FeaturePlan> plans = new ConcurrentHashMap<>();

  public FeatureLookUp(
      Catalogue catalogue, RowFinder rows, Zones zones, Cities cities, InstantSource clock) {
    this.catalogue = catalogue;
    this.rows = rows;
    this.zones = zones;
    this.cities = cities;
    this.clock = clock;
  }

  /**
   * Looks up features of a view.
   *
   * @param entities keys, as {@link io.tiffin.feature.EntityType} writes them
   * @param features names within the view; null for all of it
   * @param maxAge tightens the features' own max ages; null to leave them
   * @return one answer per entity, in order; a store that fails shows in the states, it is never an
   *     exception
   * @throws UnknownFeatureException if the catalogue lacks the view or a feature, or the view is
   *     computed from orders and never stored
   */
  public List<EntityFeatures> find(
      String view,
      List<String> entities,
      @Nullable List<String> features,
      @Nullable Duration maxAge,
      Deadline deadline) {
    FeatureView declared = stored(view);
    int[] positions = positions(declared, features);
    FeaturePlan plan = plans.computeIfAbsent(view, name -> FeaturePlan.ofView(catalogue, name));
    Instants instants = Instants.of(clock.instant(), maxAge);
    List<RowAssembly> assemblies = new ArrayList<>(entities.size());
    for (String entity : entities) {
      LookUpContext context = new LookUpContext(declared.entity(), entity, zones);
      assemblies.add(new RowAssembly(plan, context, instants));
    }
    TwoRounds.find(assemblies, rows, cities, deadline);
    List<EntityFeatures> found = new ArrayList<>(entities.size());
    for (int i = 0; i < assemblies.size(); i++) {
      found.add(
          new EntityFeatures(entities.get(i), values(assemblies.get(i).readRest(), positions)));
    }
    return found;
  }

  private FeatureView stored(String view) {
    return catalogue
        .view(view)
        .filter(declared -> declared.kind() != ViewKind.REQUEST)
        .orElseThrow(() -> new UnknownFeatureException("stored view " + view));
  }

  /** The plan of a view has the view's features first, in the order declared. */
  private static int[] positions(FeatureView view, @Nullable List<String> features) {
    List<String> declared =
        view.features().stream().map(feature -> feature.name().feature()).toList();
    Set<String> wanted = new LinkedHashSet<>(features == null ? declared : features);
    return wanted.stream().mapToInt(name -> position(view, declared, name)).toArray();
  }

  private static int position(FeatureView view, List<String> declared, String feature) {
    int position = declared.indexOf(feature);
    if (position < 0) {
      throw new UnknownFeatureException(new FeatureName(view.name(), feature).toString());
    }
    return position;
  }

  private static List<FeatureValue> values(FeatureVector vector, int[] positions) {
    for (ResolveStep step : vector.plan().resolveSteps()) {
      step.resolveOwn(vector);
    }
    List<FeatureValue> values = new ArrayList<>(positions.length);
    for (int position : positions) {
      values.add(vector.own(position));
    }
    return values;
  }
}
