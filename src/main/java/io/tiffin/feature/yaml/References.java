package io.tiffin.feature.yaml;

import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks what features say about each other once every file is read: parents and expressions. */
final class References {

  private final Map<FeatureName, DeclaredFeature> features = new LinkedHashMap<>();
  private final Map<String, DeclaredView> views;

  References(Map<String, DeclaredView> views) {
    this.views = views;
    for (DeclaredView view : views.values()) {
      view.features().forEach(feature -> features.put(feature.feature().name(), feature));
    }
  }

  void check() {
    Map<FeatureName, Set<FeatureName>> parents = new LinkedHashMap<>();
    Map<FeatureName, Set<FeatureName>> operands = new LinkedHashMap<>();
    for (DeclaredFeature declared : features.values()) {
      FeatureName name = declared.feature().name();
      parents.put(name, checkedParent(declared));
      operands.put(name, checkedOperands(declared));
    }
    refuseCycle(parents, "parents", DeclaredFeature::parentAt);
    refuseCycle(operands, "expressions", DeclaredFeature::originAt);
  }

  private Set<FeatureName> checkedParent(DeclaredFeature declared) {
    FeatureName name = declared.feature().parent();
    if (name == null) {
      return Set.of();
    }
    String problem = parentProblem(declared.feature(), features.get(name));
    if (problem != null) {
      throw declared
          .parentAt()
          .refuse(
              "feature " + declared.feature().name() + " has the parent " + name + ", " + problem);
    }
    return Set.of(name);
  }

  private @Nullable String parentProblem(Feature child, @Nullable DeclaredFeature found) {
    if (found == null) {
      return "which no file declares; correct the name or remove it";
    }
    Feature parent = found.feature();
    if (!(parent.origin() instanceof Origin.Load || parent.origin() instanceof Origin.Aggregated)) {
      return "which is neither loaded nor aggregated; name one that is";
    }
    if (entityOf(parent).equals(entityOf(child))) {
      return "which is about the same entity " + entityOf(child) + "; name one of a coarser entity";
    }
    if (parent.type() != child.type()) {
      return "which has another type, "
          + parent.type().yamlName()
          + " instead of "
          + child.type().yamlName()
          + "; name one of the same type";
    }
    if (!parent.unit().equals(child.unit())) {
      return "which has another unit, '"
          + parent.unit()
          + "' instead of '"
          + child.unit()
          + "'; name one of the same unit";
    }
    return null;
  }

  private String entityOf(Feature feature) {
    DeclaredView view = views.get(feature.name().view());
    return view == null ? "" : view.entity().yamlName();
  }

  private Set<FeatureName> checkedOperands(DeclaredFeature declared) {
    if (!(declared.feature().origin() instanceof Origin.Computed(var expression))) {
      return Set.of();
    }
    for (FeatureName operand : expression.references()) {
      DeclaredFeature found = features.get(operand);
      String problem =
          found == null
              ? "which no file declares; correct the name"
              : found.feature().type().isNumeric() ? null : "which is text and no number";
      if (problem != null) {
        throw declared
            .originAt()
            .refuse(
                "the expression of feature "
                    + declared.feature().name()
                    + " reads "
                    + operand
                    + ", "
                    + problem);
      }
    }
    return expression.references();
  }

  private void refuseCycle(
      Map<FeatureName, Set<FeatureName>> graph, String what, Function<DeclaredFeature, Spot> spot) {
    List<FeatureName> cycle = cycle(graph);
    for (DeclaredFeature declared : features.values()) {
      if (!cycle.isEmpty() && declared.feature().name().equals(cycle.getFirst())) {
        throw spot.apply(declared)
            .refuse(
                "the "
                    + what
                    + " of feature "
                    + cycle.getFirst()
                    + " go round in a cycle: "
                    + String.join(" -> ", cycle.stream().map(FeatureName::toString).toList())
                    + "; break it at one of them");
      }
    }
  }

  /** One cycle of a graph, its first node repeated at the end; empty if there is none. */
  private static List<FeatureName> cycle(Map<FeatureName, Set<FeatureName>> graph) {
    Set<FeatureName> settled = new LinkedHashSet<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Map.Entry<FeatureName, Set<FeatureName>> node : graph.entrySet()) {
        if (settled.containsAll(node.getValue())) {
          moved |= settled.add(node.getKey());
        }
      }
    }
    return graph.keySet().stream()
        .filter(node -> !settled.contains(node))
        .findFirst()
        .map(node -> walk(node, graph, settled))
        .orElse(List.of());
  }

  /** Follows nodes that are not settled, each of which leads to another, until one comes again. */
  private static List<FeatureName> walk(
      FeatureName start, Map<FeatureName, Set<FeatureName>> graph, Set<FeatureName> settled) {
    List<FeatureName> path = new ArrayList<>();
    FeatureName at = start;
    while (!path.contains(at)) {
      path.add(at);
      at =
          graph.getOrDefault(at, Set.of()).stream()
              .filter(next -> !settled.contains(next))
              .findFirst()
              .orElseThrow();
    }
    path.add(at);
    return path.subList(path.indexOf(at), path.size());
  }
}
