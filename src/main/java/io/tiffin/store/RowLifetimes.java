package io.tiffin.store;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@link RowLifetime} of each view's rows, by the catalogue and the {@link OwnView}s.
 * Immutable.
 */
public final class RowLifetimes {

  /**
   * For rows of no view of the catalogue, such as the service's own: kept for ever, and cached
   * briefly.
   */
  private static final RowLifetime UNKNOWN =
      new RowLifetime(Duration.ofMinutes(1), Optional.empty());

  private static final Duration GRACE = Duration.ofDays(1);

  private final Map<String, RowLifetime> byView = new HashMap<>();

  public RowLifetimes(Catalogue catalogue) {
    this(catalogue, List.of());
  }

  /**
   * @param own views that are no part of the catalogue
   */
  public RowLifetimes(Catalogue catalogue, List<OwnView> own) {
    own.forEach(view -> byView.put(view.name(), view.lifetime()));
    for (FeatureView view : catalogue.views()) {
      byView.put(view.name(), new RowLifetime(largestMaxAge(view), atSource(view)));
    }
  }

  /**
   * The lifetime of the view's rows; for a view that the catalogue lacks, one for ever at the
   * source.
   */
  public RowLifetime of(String view) {
    return byView.getOrDefault(view, UNKNOWN);
  }

  /** The longest time that any row lives in a cache. */
  public Duration longestInCaches() {
    return byView.values().stream()
        .map(RowLifetime::inCaches)
        .max(Comparator.naturalOrder())
        .orElse(UNKNOWN.inCaches());
  }

  private static Duration largestMaxAge(FeatureView view) {
    return view.features().stream()
        .map(Feature::maxAge)
        .max(Comparator.naturalOrder())
        .orElse(view.maxAge());
  }

  private static Optional<Duration> atSource(FeatureView view) {
    if (view.kind() != ViewKind.EVENT) {
      return Optional.empty();
    }
    return view.features().stream()
        .map(Feature::origin)
        .filter(Origin.Aggregated.class::isInstance)
        .map(origin -> ((Origin.Aggregated) origin).aggregate())
        .map(Aggregate::window)
        .max(Comparator.naturalOrder())
        .map(GRACE::plus);
  }
}
