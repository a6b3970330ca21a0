package io.tiffin.serving;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureName;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.serving.ProfileGuesses.ProfileGuess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Fills in the features of orders: what the caller gave, what is stored, what is computed, and what
 * stands in for the rest.
 *
 * <p>All orders of a call share a batched read of the rows whose keys the orders tell, among them
 * the restaurants' profiles, and of those that the profiles told the last time; and, only where a
 * profile tells otherwise now, a second one. Thread-safe.
 */
public final class FeatureAssembly {

  private final Catalogue catalogue;
  private final RowFinder rows;
  private final Zones zones;
  private final LocalCalendar calendar;
  private final Cities cities;
  private final FreshnessMeters freshness;
  private final ProfileGuesses guesses = new ProfileGuesses();

  public FeatureAssembly(
      Catalogue catalogue,
      RowFinder rows,
      Zones zones,
      LocalCalendar calendar,
      Cities cities,
      FreshnessMeters freshness) {
    this.catalogue = catalogue;
    this.rows = rows;
    this.zones = zones;
    this.calendar = calendar;
    this.cities = cities;
    this.freshness = freshness;
  }

  /**
   * The plan to assemble these features by; to be kept and used again.
   *
   * @throws UnknownFeatureException if the catalogue lacks one of them
   */
  public FeaturePlan plan(Collection<FeatureName> wanted) {
    return FeaturePlan.compile(catalogue, wanted);
  }

  /**
   * Assembles the plan's features for each order.
   *
   * @param plan made by {@link #plan}
   * @param deadline when look-ups are given up; features not read by then are {@code TIMED_OUT} and
   *     stand on a lower rung
   * @return one vector per request, in order, with every position settled; never fails because a
   *     store does
   */
  public List<FeatureVector> assemble(
      FeaturePlan plan, List<FeatureRequest> requests, Deadline deadline) {
    List<OrderContext> contexts = new ArrayList<>(requests.size());
    List<RowAssembly> assemblies = new ArrayList<>(requests.size());
    for (FeatureRequest request : requests) {
      ProfileGuess guess = guesses.of(request.restaurantId());
      OrderContext context = new OrderContext(request, zones, calendar, cities.first(), guess);
      contexts.add(context);
      assemblies.add(begin(plan, context));
    }
    TwoRounds.find(assemblies, rows, cities, deadline);
    contexts.forEach(this::learn);
    List<FeatureVector> vectors = new ArrayList<>(assemblies.size());
    for (int i = 0; i < assemblies.size(); i++) {
      vectors.add(settle(plan, contexts.get(i), read(assemblies.get(i))));
    }
    return vectors;
  }

  private static RowAssembly begin(FeaturePlan plan, OrderContext context) {
    FeatureRequest request = context.request();
    Instants instants = Instants.of(request.receivedAt(), request.maxAge());
    RowAssembly assembly = new RowAssembly(plan, context, instants);
    if (!request.given().isEmpty()) {
      request.given().entrySet().forEach(assembly::give);
    }
    return assembly;
  }

  private void learn(OrderContext context) {
    ProfileGuess told = context.learned();
    if (told != null) {
      guesses.learn(context.request().restaurantId(), told);
    }
  }

  private FeatureVector read(RowAssembly assembly) {
    FeatureVector vector = assembly.readRest();
    freshness.record(vector, assembly.instants());
    return vector;
  }

  private static FeatureVector settle(
      FeaturePlan plan, OrderContext context, FeatureVector vector) {
    for (RequestStep step : plan.requestSteps()) {
      if (!vector.isSettled(step.position())) {
        step.feature().compute(context, step.position(), vector);
      }
    }
    for (ResolveStep step : plan.resolveSteps()) {
      step.resolve(vector);
    }
    return vector;
  }
}
