package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueReaderTests {

  private static final String LIVE =
      """
      views:
        live:
          entity: restaurant
          kind: event
          max-age: 5m
          publish-interval: 1s
          tiers: [near-cache, redis]
          features:
            prep:
              type: double
              unit: s
              default: 900
              aggregate: mean(order.accepted -> order.ready) over 20m
              at-least: 3
              max-age: 40m
              parent: zone.prep
              description: How long it takes.
            placed: {type: int64, default: -1, aggregate: count(order.placed) over 60m}
        zone:
          entity: courier_zone
          kind: loaded
          max-age: 1d
          features:
            prep: {type: double, unit: s, default: 9e2}
            open: {type: boolean, default: true}
            name: {type: string, default: "7"}
            size: {type: int32, default: none, from: load}
      """;

  @Test
  void aViewHasWhatItsFileSays() {
    FeatureView view = Refusal.read(LIVE).view("live").orElseThrow();

    assertThat(view.entity()).isEqualTo(EntityType.RESTAURANT);
    assertThat(view.kind()).isEqualTo(ViewKind.EVENT);
    assertThat(view.maxAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(view.publishInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(view.tiers()).containsExactly("near-cache", "redis");
    assertThat(view.feature("placed")).isPresent();
    assertThat(view.feature("ready")).isEmpty();
  }

  @Test
  void aFeatureHasWhatItsFileSays() {
    Feature feature = feature(Refusal.read(LIVE), "live.prep");

    assertThat(feature)
        .isEqualTo(
            new Feature(
                new FeatureName("live", "prep"),
                FeatureType.DOUBLE,
                "s",
                900.0,
                new FeatureName("zone", "prep"),
                new Origin.Aggregated(
                    new Aggregate(
                        Aggregate.Function.MEAN,
                        new Aggregate.Observation.Between("order.accepted", "order.ready"),
                        null,
                        Duration.ofMinutes(20),
                        Aggregate.MINUTE_TILE,
                        Double.NaN,
                        null,
                        3)),
                Duration.ofMinutes(40),
                "How long it takes."));
  }

  @Test
  void whatAFeatureLeavesOutIsTheViewsOrEmpty() {
    Feature feature = feature(Refusal.read(LIVE), "live.placed");

    assertThat(feature.maxAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(feature.unit()).isEmpty();
    assertThat(feature.description()).isEmpty();
    assertThat(feature.parent()).isNull();
  }

  @Test
  void defaultsHaveTheTypeOfTheirFeature() {
    Catalogue catalogue = Refusal.read(LIVE);

    assertThat(feature(catalogue, "live.placed").defaultValue()).isEqualTo(-1.0);
    assertThat(feature(catalogue, "zone.prep").defaultValue()).isEqualTo(900.0);
    assertThat(feature(catalogue, "zone.open").defaultValue()).isEqualTo(1.0);
    assertThat(feature(catalogue, "zone.name").defaultValue()).isEqualTo("7");
    assertThat(feature(catalogue, "zone.size").defaultValue()).isNull();
  }

  @Test
  void anEventViewIsPublishedFiveTimesASecondUnlessItSaysOtherwise() {
    String yaml = LIVE.replace("    publish-interval: 1s\n", "");

    Catalogue catalogue = Refusal.read(yaml);

    assertThat(catalogue.view("live").orElseThrow().publishInterval())
        .isEqualTo(Duration.ofMillis(200));
    assertThat(catalogue.view("zone").orElseThrow().publishInterval()).isNull();
  }

  @Test
  void aRequestDoesNotAge() {
    String yaml =
        "views: {r: {entity: request, kind: request, features: {f: {type: double, default: 1, from:"
            + " request}}}}";

    Catalogue catalogue = Refusal.read(yaml);

    assertThat(catalogue.view("r").orElseThrow().maxAge()).isZero();
    assertThat(feature(catalogue, "r.f").maxAge()).isZero();
  }

  @Test
  void aSecondFileAddsViewsAndAppendsFeatures() {
    String mine =
        """
        views:
          weather:
            entity: city
            kind: loaded
            max-age: 1h
            features:
              rain_mm: {type: double, unit: mm, default: 0}
          zone:
            features:
              hills: {type: double, default: 0, expression: weather.rain_mm * 2}
        """;

    Catalogue catalogue = Refusal.read(LIVE, mine);

    assertThat(catalogue.views())
        .extracting(FeatureView::name)
        .containsExactly("live", "zone", "weather");
    assertThat(catalogue.view("zone").orElseThrow().features())
        .extracting(feature -> feature.name().feature())
        .isEqualTo(List.of("prep", "open", "name", "size", "hills"));
  }

  @Test
  void anAggregateWithoutAtLeastNeedsOneObservationUnlessNoneMeansZero() {
    Catalogue catalogue = ProductCatalogue.read();

    assertThat(aggregate(catalogue, "restaurant_live.prep_s_ewma").atLeast()).isOne();
    assertThat(aggregate(catalogue, "restaurant_live.seconds_since_last_placed").atLeast()).isOne();
    assertThat(aggregate(catalogue, "restaurant_live.orders_placed_5m").atLeast()).isZero();
    assertThat(aggregate(catalogue, "restaurant_live.orders_cooking").atLeast()).isZero();
  }

  private static Aggregate aggregate(Catalogue catalogue, String name) {
    return ((Origin.Aggregated) feature(catalogue, name).origin()).aggregate();
  }

  private static Feature feature(Catalogue catalogue, String name) {
    return catalogue.feature(FeatureName.parse(name)).orElseThrow();
  }
}
