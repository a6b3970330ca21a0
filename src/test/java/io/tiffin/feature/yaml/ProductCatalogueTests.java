package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.EventType;
import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProductCatalogueTests {

  private static final Catalogue CATALOGUE = ProductCatalogue.read();

  @Test
  void hasEveryViewInItsOrder() {
    assertThat(CATALOGUE.views())
        .extracting(FeatureView::name)
        .containsExactly(
            "request",
            "restaurant_profile",
            "feed",
            "restaurant_live",
            "restaurant_history",
            "restaurant_hour_history",
            "courier_zone_live",
            "dropoff_zone_live",
            "dropoff_zone_history",
            "dropoff_area_live",
            "city_live",
            "city_history");
  }

  @Test
  void everyFeatureSaysWhatItIs() {
    assertThat(features()).allSatisfy(feature -> assertThat(feature.description()).isNotBlank());
  }

  @Test
  void onlyFactsThatSettingsReplaceHaveNoDefault() {
    Stream<String> without =
        features().filter(feature -> feature.defaultValue() == null).map(f -> f.name().toString());

    assertThat(without)
        .containsExactly(
            "restaurant_profile.lat",
            "restaurant_profile.lon",
            "restaurant_profile.time_zone",
            "restaurant_profile.city_id",
            "feed.since_micros",
            "feed.watermark_micros");
  }

  @Test
  void everyAggregatePrintsWhatTheReaderReadsBack() {
    List<Aggregate> aggregates =
        features()
            .map(Feature::origin)
            .filter(Origin.Aggregated.class::isInstance)
            .map(origin -> ((Origin.Aggregated) origin).aggregate())
            .toList();

    assertThat(aggregates)
        .hasSizeGreaterThan(30)
        .allSatisfy(aggregate ->
            assertThat(AggregateGrammar.parse(aggregate.toString(), aggregate.atLeast()))
                .isEqualTo(aggregate));
  }

  @Test
  void everyLadderEndsAtACity() {
    assertThat(features().filter(feature -> feature.parent() != null))
        .isNotEmpty()
        .allSatisfy(feature -> assertThat(lastParent(feature).name().view()).startsWith("city_"));
  }

  @Test
  void knowsOnlyEventsThatTheEventRoomKnows() {
    List<String> events = Arrays.stream(EventType.values()).map(EventType::wireName).toList();

    assertThat(EventVocabulary.PRODUCT.subjects().keySet()).isSubsetOf(events);
  }

  private static Feature lastParent(Feature feature) {
    FeatureName parent = feature.parent();
    return parent == null ? feature : lastParent(CATALOGUE.feature(parent).orElseThrow());
  }

  private static Stream<Feature> features() {
    return CATALOGUE.views().stream().flatMap(view -> view.features().stream());
  }
}
