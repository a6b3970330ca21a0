package io.tiffin.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How fresh the stored values were that orders were answered with, by view. Thread-safe.
 *
 * <ul>
 *   <li>{@code tiffin.feature.age} {view}: age of the values served, once per order and view; of
 *       event features the age of their city's feed
 *   <li>{@code tiffin.feature.values} {view, state}: values read, by fresh and outside_max_age,
 *       which are not served
 * </ul>
 *
 * <p>Look-ups that ask for a tighter max age of their own are not counted: they would say nothing
 * of the feed.
 */
public final class FreshnessMeters {

  private final Map<String, ViewFreshness> views = new LinkedHashMap<>();

  public FreshnessMeters(Catalogue catalogue, MeterRegistry meters) {
    for (FeatureView view : catalogue.views()) {
      if (view.kind() != ViewKind.REQUEST) {
        views.put(view.name(), new ViewFreshness(view, meters));
      }
    }
  }

  /** Meters that count nothing, for replays. */
  public static FreshnessMeters none(Catalogue catalogue) {
    return new FreshnessMeters(catalogue, new CompositeMeterRegistry());
  }

  /**
   * How fresh a view's values were.
   *
   * @param maxAge the view's own, which features may override
   * @param fresh values served since the start
   * @param outsideMaxAge values too old to be served since the start
   * @param recentShareOutsideMaxAge of the values read in the last minute or two the share too old
   *     to be served; empty if there were fewer than {@value ViewFreshness#FEWEST}
   * @param age of the values served
   */
  public record Freshness(
      String view,
      Duration maxAge,
      long fresh,
      long outsideMaxAge,
      OptionalDouble recentShareOutsideMaxAge,
      HistogramSnapshot age) {}

  /**
   * Every view that was read at least once.
   *
   * @param now as of when «recent» is meant
   */
  public List<Freshness> views(Instant now) {
    long nowMicros = Instants.micros(now);
    return views.values().stream()
        .map(view -> view.freshness(nowMicros))
        .filter(view -> view.fresh() + view.outsideMaxAge() > 0)
        .toList();
  }

  /** Counts what was read from stores for one order, before anything stands in for the rest. */
  void record(FeatureVector vector, Instants instants) {
    if (instants.maxAgeMicros() != Long.MAX_VALUE) {
      return;
    }
    List<ViewRead> reads = vector.plan().views();
    for (int i = 0; i < reads.size(); i++) {
      ViewRead read = reads.get(i);
      ViewFreshness view = views.get(read.view().name());
      if (view != null) {
        view.record(read, vector, instants.receivedAtMicros());
      }
    }
  }

  /** Buckets from a feed that lives to facts a week old. */
  static Timer.Builder ageTimer(String view) {
    return Timer.builder("tiffin.feature.age")
        .description("Age of the stored values that orders were answered with")
        .tag("view", view)
        .serviceLevelObjectives(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7));
  }
}
