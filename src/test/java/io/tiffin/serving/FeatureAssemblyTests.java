package io.tiffin.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.FeatureName;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.store.Outcome.Failed.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureAssemblyTests {

  private static final Instant NOW = ServingFixture.NOW;

  private final ServingFixture given = new ServingFixture();

  @Test
  void freshStoredValueStandsBeforeParentAndDefault() {
    given.profile("r-1");
    given.load("kitchen", "r-1", NOW.minusSeconds(60), Map.of("prep_s", 600.0));
    given.load("city_facts", "berlin", NOW, Map.of("prep_s", 650.0));

    FeatureVector vector = given.assemble(given.order("r-1"), "kitchen.prep_s");

    assertThat(vector.number(0)).isEqualTo(600);
    assertThat(vector.state(0)).isEqualTo(ValueState.PRESENT);
    assertThat(vector.source(0)).isEqualTo(given.store.source());
    assertThat(vector.eventTimeMicros(0)).isEqualTo(Instants.micros(NOW.minusSeconds(60)));
  }

  @Test
  void callersValueBeatsTheStoredOne() {
    given.profile("r-1");
    given.load("kitchen", "r-1", NOW, Map.of("prep_s", 600.0));

    FeatureVector vector =
        given.assemble(
            given.order("r-1", Map.of(FeatureName.parse("kitchen.prep_s"), 1_200.0)),
            "kitchen.prep_s");

    assertThat(vector.number(0)).isEqualTo(1_200);
    assertThat(vector.source(0)).isEqualTo(Source.REQUEST);
    assertThat(vector.state(0)).isEqualTo(ValueState.PRESENT);
  }

  @Test
  void missingValueFallsToTheNearestParentThatHasOneAndKeepsItsState() {
    given.profile("r-1");
    given.load("city_facts", "berlin", NOW.minusSeconds(5), Map.of("prep_s", 650.0));

    FeatureVector vector = given.assemble(given.order("r-1"), "kitchen.prep_s");

    assertThat(vector.number(0)).isEqualTo(650);
    assertThat(vector.source(0)).isEqualTo(Source.PARENT);
    assertThat(vector.state(0)).isEqualTo(ValueState.NOT_FOUND);
    assertThat(vector.eventTimeMicros(0)).isEqualTo(Instants.micros(NOW.minusSeconds(5)));
  }

  @Test
  void ownDefaultStandsInWhenEveryParentStandsOnItsDefault() {
    FeatureVector vector = given.assemble(given.order("nobody"), "kitchen.prep_s");

    assertThat(vector.number(0)).isEqualTo(900);
    assertThat(vector.isDefaulted(0)).isTrue();
    assertThat(vector.state(0)).isEqualTo(ValueState.NOT_FOUND);
  }

  @Test
  void valueBeyondItsMaxAgeIsNeverServedAsFresh() {
    given.load("kitchen", "r-1", NOW.minus(Duration.ofMinutes(61)), Map.of("prep_s", 600.0));
    given.load("kitchen", "r-2", NOW.minus(Duration.ofMinutes(59)), Map.of("prep_s", 600.0));

    FeatureVector old = given.assemble(given.order("r-1"), "kitchen.prep_s");
    FeatureVector fresh = given.assemble(given.order("r-2"), "kitchen.prep_s");

    assertThat(old.state(0)).isEqualTo(ValueState.OUTSIDE_MAX_AGE);
    assertThat(old.number(0)).isEqualTo(900);
    assertThat(fresh.number(0)).isEqualTo(600);
  }

  @Test
  void callerMayTightenTheMaxAgeButNotLoosenIt() {
    given.load("kitchen", "r-1", NOW.minus(Duration.ofMinutes(10)), Map.of("prep_s", 600.0));
    given.load("kitchen", "r-2", NOW.minus(Duration.ofMinutes(61)), Map.of("prep_s", 600.0));

    FeatureVector tightened =
        given.assemble(withMaxAge("r-1", Duration.ofMinutes(9)), "kitchen.prep_s");
    FeatureVector loosened =
        given.assemble(withMaxAge("r-2", Duration.ofHours(9)), "kitchen.prep_s");

    assertThat(tightened.state(0)).isEqualTo(ValueState.OUTSIDE_MAX_AGE);
    assertThat(loosened.state(0)).isEqualTo(ValueState.OUTSIDE_MAX_AGE);
  }

  @ParameterizedTest
  @CsvSource({"ERROR,ERROR", "TIMED_OUT,TIMED_OUT"})
  void deadStoreIsNeverNotFoundForAnyStoredFeature(Reason reason, ValueState expected) {
    given.profile("r-1");
    given.store.failing(reason);

    String[] stored = {
      "kitchen.prep_s",
      "zone_facts.speed_mps",
      "request.distance_m",
      "request.travel_naive_s",
      "restaurant_profile.cuisine",
      "live.placed_20m"
    };
    FeatureVector vector = given.assemble(given.order("r-1"), stored);

    for (int position = 0; position < stored.length; position++) {
      assertThat(vector.state(position))
          .as(vector.plan().features().get(position).name().toString())
          .isEqualTo(expected);
    }
  }

  @Test
  void oneUnreadableRowIsAnErrorOfItsFeaturesAlone() {
    given.profile("r-1");
    given.put(new Row(new RowKey("kitchen", "r-1"), 9, Instants.micros(NOW), new byte[] {1, 2, 3}));
    given.load("zone_facts", zone(), NOW, Map.of("speed_mps", 4.0));

    FeatureVector vector =
        given.assemble(given.order("r-1"), "kitchen.stations", "zone_facts.speed_mps");

    assertThat(vector.state(0)).isEqualTo(ValueState.ERROR);
    assertThat(vector.number(0)).isEqualTo(2);
    assertThat(vector.state(1)).isEqualTo(ValueState.PRESENT);
  }

  @Test
  void distanceIsTheDetouredGreatCircleAndComputed() {
    given.profile("r-1");

    FeatureVector vector = given.assemble(given.order("r-1"), "request.distance_m");

    assertThat(vector.number(0)).isCloseTo(1.3 * 2_202, within(20.0));
    assertThat(vector.source(0)).isEqualTo(Source.COMPUTED);
  }

  @Test
  void expressionAboutTheOrderIsComputedFromDefaultsAndSaysSo() {
    FeatureVector vector = given.assemble(given.order("nobody"), "request.travel_naive_s");

    assertThat(vector.number(0)).isCloseTo(2_070 / 5.0, within(1e-9));
    assertThat(vector.source(0)).isEqualTo(Source.COMPUTED);
    assertThat(vector.state(0)).isEqualTo(ValueState.NOT_FOUND);
  }

  @Test
  void expressionAboutAnEntityIsMissingWhenAnOperandIs() {
    given.load("kitchen", "r-1", NOW, Map.of("prep_s", 600.0));
    given.load("kitchen", "r-2", NOW, Map.of("prep_s", 600.0, "stations", 3));

    FeatureVector missing = given.assemble(given.order("r-1"), "kitchen.prep_per_station_s");
    FeatureVector present = given.assemble(given.order("r-2"), "kitchen.prep_per_station_s");

    assertThat(missing.number(0)).isEqualTo(450);
    assertThat(missing.state(0)).isEqualTo(ValueState.NULL_VALUE);
    assertThat(present.number(0)).isEqualTo(200);
    assertThat(present.state(0)).isEqualTo(ValueState.PRESENT);
  }

  @Test
  void calendarFollowsTheRestaurantsOwnTimeZone() {
    given.profile("r-1");
    given.load(
        "restaurant_profile",
        "r-2",
        NOW.minusSeconds(1),
        Map.of("lat", 40.7, "lon", -74.0, "time_zone", "America/New_York"));

    FeatureVector berlin = given.assemble(given.order("r-1"), "request.hour_of_week");
    FeatureVector newYork = given.assemble(given.order("r-2"), "request.hour_of_week");

    assertThat(berlin.number(0)).isEqualTo(6 * 24 + 19);
    assertThat(newYork.number(0)).isEqualTo(6 * 24 + 13);
  }

  @Test
  void valueThatOnlyCallersKnowIsTakenFromTheOrder() {
    FeatureName rain = FeatureName.parse("request.rain_mm");

    FeatureVector told = given.assemble(given.order("r-1", Map.of(rain, 7.0)), "request.rain_mm");
    FeatureVector untold = given.assemble(given.order("r-1"), "request.rain_mm");

    assertThat(told.number(0)).isEqualTo(7);
    assertThat(untold.isDefaulted(0)).isTrue();
  }

  @Test
  void placeGivenByTheCallerMovesTheRestaurantIntoItsZone() {
    given.load("zone_facts", zone(), NOW, Map.of("speed_mps", 4.0));
    Map<FeatureName, Object> place =
        Map.of(
            FeatureName.parse("restaurant_profile.lat"), ServingFixture.KITCHEN.lat(),
            FeatureName.parse("restaurant_profile.lon"), ServingFixture.KITCHEN.lon());

    FeatureVector vector = given.assemble(given.order("new", place), "zone_facts.speed_mps");

    assertThat(vector.number(0)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"52.5,,NOT_FOUND", ",13.4,NOT_FOUND", "500,13.4,NULL_VALUE"})
  void halfAPlaceIsNoPlaceAndNothingReadByItIsPresent(Double lat, Double lon, ValueState expected) {
    Map<FeatureName, Object> place = new HashMap<>();
    if (lat != null) {
      place.put(FeatureName.parse("restaurant_profile.lat"), lat);
    }
    if (lon != null) {
      place.put(FeatureName.parse("restaurant_profile.lon"), lon);
    }

    FeatureVector vector =
        given.assemble(given.order("new", place), "zone_facts.speed_mps", "request.distance_m");

    assertThat(vector.state(0)).isEqualTo(expected);
    assertThat(vector.state(1)).isEqualTo(expected);
  }

  @Test
  void unreadableProfileIsNotTakenForTheFirstOfSeveralCities() {
    given.load("city_facts", "berlin", NOW, Map.of("prep_s", 650.0));
    given.store.failing(key -> key.view().equals("restaurant_profile"), Reason.TIMED_OUT);

    FeatureVector oneCity = given.assemble(given.order("r-1"), "city_facts.prep_s");
    FeatureVector twoCities =
        given
            .assemblyFor(ServingFixture.BERLIN, ServingFixture.PARIS)
            .assemble(
                given.plan("city_facts.prep_s"), List.of(given.order("r-1")), given.deadline())
            .getFirst();

    assertThat(oneCity.state(0)).isEqualTo(ValueState.PRESENT);
    assertThat(twoCities.state(0)).isEqualTo(ValueState.TIMED_OUT);
  }

  @Test
  void aFirstOrderCostsTwoReadsAndEveryLaterOneOfItsRestaurantOne() {
    given.profile("r-1");
    FeaturePlan plan = given.plan("kitchen.prep_s", "zone_facts.speed_mps", "city_facts.prep_s");

    var _ = given.assembly.assemble(plan, List.of(given.order("r-1")), given.deadline());
    long findsOfFirst = given.store.finds();
    long keysOfFirst = given.store.keysAsked();
    var _ = given.assembly.assemble(plan, List.of(given.order("r-1")), given.deadline());

    assertThat(findsOfFirst).isEqualTo(2);
    assertThat(given.store.finds() - findsOfFirst).isEqualTo(1);
    assertThat(given.store.keysAsked()).isEqualTo(2 * keysOfFirst);
  }

  @Test
  void aBatchReadsEachRowOnce() {
    given.profile("r-1");
    FeaturePlan plan = given.plan("kitchen.prep_s", "zone_facts.speed_mps", "city_facts.prep_s");

    var _ = given.assembly.assemble(plan, List.of(given.order("r-1")), given.deadline());
    long keysOfOne = given.store.keysAsked();
    var batch =
        given.assembly.assemble(
            plan,
            List.of(given.order("r-1"), given.order("r-1"), given.order("r-1")),
            given.deadline());

    assertThat(given.store.keysAsked()).isEqualTo(2 * keysOfOne);
    assertThat(batch).hasSize(3);
  }

  /** What was guessed from an earlier profile is never served by: the profile of now decides. */
  @Test
  void aRestaurantThatMovedIsReadByItsNewPlace() {
    given.profile("r-1");
    given.load("city_facts", "berlin", NOW, Map.of("prep_s", 600.0));
    given.load("city_facts", "paris", NOW, Map.of("prep_s", 1200.0));
    FeatureAssembly assembly = given.assemblyFor(ServingFixture.BERLIN, ServingFixture.PARIS);
    FeaturePlan plan = given.plan("city_facts.prep_s");
    var before = assembly.assemble(plan, List.of(given.order("r-1")), given.deadline());

    given.load("restaurant_profile", "r-1", NOW, Map.of("city_id", "paris"));
    var after = assembly.assemble(plan, List.of(given.order("r-1")), given.deadline());

    assertThat(before.getFirst().number(0)).isEqualTo(600);
    assertThat(after.getFirst().number(0)).isEqualTo(1200);
  }

  @Test
  void aProfileThatCannotBeReadAnyMoreIsNotStoodInForByAGuess() {
    given.profile("r-1");
    given.load("city_facts", "berlin", NOW, Map.of("prep_s", 600.0));
    FeatureAssembly assembly = given.assemblyFor(ServingFixture.BERLIN, ServingFixture.PARIS);
    FeaturePlan plan = given.plan("city_facts.prep_s");
    var _ = assembly.assemble(plan, List.of(given.order("r-1")), given.deadline());

    given.store.failing(key -> key.view().equals("restaurant_profile"), Reason.TIMED_OUT);
    var after = assembly.assemble(plan, List.of(given.order("r-1")), given.deadline());

    assertThat(after.getFirst().state(0)).isEqualTo(ValueState.TIMED_OUT);
  }

  @Test
  void wantedFeaturesHaveTheFirstPositionsInTheOrderWanted() {
    FeaturePlan plan = given.plan("request.travel_naive_s", "kitchen.prep_s");

    assertThat(plan.features().subList(0, 2))
        .extracting(feature -> feature.name().toString())
        .containsExactly("request.travel_naive_s", "kitchen.prep_s");
    assertThat(plan.position(FeatureName.parse("city_facts.prep_s"))).isGreaterThan(1);
  }

  @Test
  void unknownFeatureIsRefusedByName() {
    assertThatThrownBy(() -> given.plan("kitchen.prep"))
        .isInstanceOf(UnknownFeatureException.class)
        .hasMessageContaining("kitchen.prep");
  }

  private FeatureRequest withMaxAge(String restaurantId, Duration maxAge) {
    return new FeatureRequest(
        restaurantId, ServingFixture.DOOR, NOW, NOW, null, null, null, Map.of(), maxAge);
  }

  private String zone() {
    return given.zones.courierZone(ServingFixture.KITCHEN);
  }
}
