package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds event views from aggregates. */
final class SampleView {

  static final Observation PLACED = new Observation.Occurrence("order.placed");
  static final Observation CANCELLED = new Observation.Occurrence("order.cancelled");
  static final Observation PREP = new Observation.Between("order.accepted", "order.ready");
  static final Observation SUBTOTAL = new Observation.Field("order.placed", "subtotalCents");
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration DAY = Duration.ofDays(1);

  private SampleView() {}

  static FeatureView of(Aggregate... aggregates) {
    List<Feature> features = new ArrayList<>();
    for (Aggregate aggregate : aggregates) {
      features.add(feature("f" + features.size(), new Origin.Aggregated(aggregate)));
    }
    return view(features);
  }

  static FeatureView view(List<Feature> features) {
    return new FeatureView(
        "sample",
        EntityType.RESTAURANT,
        ViewKind.EVENT,
        Duration.ofMinutes(5),
        Duration.ofMillis(200),
        List.of(),
        features);
  }

  static Feature feature(String name, Origin origin) {
    return new Feature(
        new FeatureName("sample", name),
        FeatureType.DOUBLE,
        "",
        0.0,
        null,
        origin,
        Duration.ofMinutes(5),
        "A sample.");
  }

  static Aggregate of(Function function, Observation observation, Duration window) {
    return of(function, observation, null, window, window.compareTo(DAY) < 0 ? MINUTE : DAY, 0);
  }

  static Aggregate of(
      Function function,
      Observation observation,
      @Nullable Observation denominator,
      Duration window,
      Duration tile,
      long atLeast) {
    double quantile = function == Function.QUANTILE ? 0.9 : Double.NaN;
    Duration halfLife = function == Function.EWMA ? window.dividedBy(4) : null;
    return new Aggregate(
        function, observation, denominator, window, tile, quantile, halfLife, atLeast);
  }

  /** One aggregate of every function, over minutes and days, some sharing a series. */
  static FeatureView everyFunction() {
    Duration hour = Duration.ofHours(1);
    Observation open =
        new Observation.Open(
            List.of("order.placed"), List.of("order.delivered", "order.cancelled"), null);
    return of(
        of(Function.COUNT, PLACED, Duration.ofMinutes(5)),
        of(Function.COUNT, PLACED, Duration.ofMinutes(20)),
        of(Function.COUNT, PLACED, null, hour, MINUTE, 3),
        of(Function.MEAN, PREP, null, Duration.ofMinutes(20), MINUTE, 3),
        of(Function.EWMA, PREP, Duration.ofHours(3)),
        of(Function.SUM, SUBTOTAL, hour),
        of(Function.MIN, PREP, hour),
        of(Function.MAX, PREP, hour),
        of(Function.LAST, PLACED, Duration.ofHours(3)),
        of(Function.RATIO, CANCELLED, PLACED, hour, MINUTE, 2),
        of(Function.QUANTILE, PREP, null, hour, MINUTE, 1),
        of(Function.QUANTILE, PREP, Duration.ofDays(28)),
        of(Function.MEAN, PREP, Duration.ofDays(28)),
        of(Function.OPEN, open, Duration.ofHours(3)));
  }
}
