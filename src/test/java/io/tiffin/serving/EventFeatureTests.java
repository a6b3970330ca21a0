package io.tiffin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.window.Accumulator;
import io.tiffin.window.Contribution;
import io.tiffin.window.WindowSchema;
import io.tiffin.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Features aggregated from events: as of the instant of the request, and as old as their feed. */
class EventFeatureTests {

  private static final Instant NOW = ServingFixture.NOW;
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1));

  private final ServingFixture given = new ServingFixture();
  private final WindowSchema schema = WindowSchema.of(given.catalogue.view("live").orElseThrow());

  @Test
  void valueIsThatOfTheWindowAtTheInstantOfTheRequest() {
    given.profile("r-1");
    given.feed(LONG_AGO, NOW.minusSeconds(2));
    placedOrders(
        "r-1", NOW.minus(Duration.ofMinutes(30)), NOW.minusSeconds(600), NOW.minusSeconds(9));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.placed_20m");

    assertThat(vector.number(0)).isEqualTo(2);
    assertThat(vector.state(0)).isEqualTo(ValueState.PRESENT);
    assertThat(vector.eventTimeMicros(0)).isEqualTo(Instants.micros(NOW.minusSeconds(2)));
  }

  @Test
  void quietRestaurantWithALivingFeedHasAFreshCountOfZero() {
    given.profile("r-1");
    given.feed(LONG_AGO, NOW.minusSeconds(2));
    placedOrders("r-1", NOW.minus(Duration.ofHours(5)));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.placed_20m");

    assertThat(vector.number(0)).isZero();
    assertThat(vector.state(0)).isEqualTo(ValueState.PRESENT);
  }

  @Test
  void featuresGrowOldWithTheirFeedEachByItsOwnMaxAge() {
    given.profile("r-1");
    given.feed(LONG_AGO, NOW.minus(Duration.ofMinutes(6)));
    placedOrders("r-1", NOW.minusSeconds(600));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.placed_20m", "live.prep_s_20m");

    assertThat(vector.state(0)).isEqualTo(ValueState.OUTSIDE_MAX_AGE);
    assertThat(vector.isDefaulted(0)).isTrue();
    assertThat(vector.state(1)).isEqualTo(ValueState.NULL_VALUE);
  }

  @Test
  void windowThatReachesBackFurtherThanTheFeedIsNotFound() {
    given.profile("r-1");
    given.feed(NOW.minus(Duration.ofMinutes(19)), NOW);
    placedOrders("r-1", NOW.minusSeconds(600));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.placed_20m");

    assertThat(vector.state(0)).isEqualTo(ValueState.NOT_FOUND);
  }

  @Test
  void cityWithoutAFeedHasNoEventFeatures() {
    given.profile("r-1");
    placedOrders("r-1", NOW.minusSeconds(600));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.placed_20m");

    assertThat(vector.state(0)).isEqualTo(ValueState.NOT_FOUND);
  }

  @Test
  void feedThatDoesNotSayWhenItBeganCoversNoWindow() {
    given.profile("r-1");
    given.load("feed", "berlin", NOW, Map.of("watermark_micros", Instants.micros(NOW)));
    placedOrders("r-1", NOW.minusSeconds(600));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.placed_20m");

    assertThat(vector.state(0)).isEqualTo(ValueState.NULL_VALUE);
  }

  @Test
  void watermarkFromTheFutureIsAnErrorAndNotFreshness() {
    given.profile("r-1");
    given.feed(LONG_AGO, NOW.plus(Duration.ofMinutes(3)));
    placedOrders("r-1", NOW.minusSeconds(600));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.placed_20m");

    assertThat(vector.state(0)).isEqualTo(ValueState.ERROR);
  }

  @Test
  void tooFewObservationsAskTheParentAndSayWhy() {
    given.profile("r-1");
    given.feed(LONG_AGO, NOW);
    placedOrders("r-1", NOW.minusSeconds(600));
    given.load(
        "zone_facts",
        given.zones.courierZone(ServingFixture.KITCHEN),
        NOW,
        Map.of("prep_s", 600.0));

    FeatureVector vector = given.assemble(given.order("r-1"), "live.prep_s_20m");

    assertThat(vector.number(0)).isEqualTo(600);
    assertThat(vector.source(0)).isEqualTo(Source.PARENT);
    assertThat(vector.state(0)).isEqualTo(ValueState.NULL_VALUE);
  }

  @Test
  void lookUpTellsTheSameValue() {
    given.profile("r-1");
    given.feed(LONG_AGO, NOW);
    placedOrders("r-1", NOW.minusSeconds(600));

    FeatureValue value =
        given
            .lookUp
            .find("live", List.of("r-1"), List.of("placed_20m"), null, given.deadline())
            .getFirst()
            .features()
            .getFirst();

    assertThat(value.value()).isEqualTo(1L);
    assertThat(value.source()).isEqualTo(given.store.source());
  }

  private void placedOrders(String restaurantId, Instant... times) {
    RowKey key = new RowKey("live", restaurantId);
    int placed =
        schema.accumulators().stream()
            .filter(it -> it.observation() instanceof Observation.Occurrence)
            .mapToInt(Accumulator::id)
            .findFirst()
            .orElseThrow();
    WindowState state = schema.empty();
    for (Instant time : times) {
      var _ =
          state.apply(
              new Contribution(key, placed, Instants.micros(time), 0, 1), Instants.micros(time));
    }
    given.put(new Row(key, 1, Instants.micros(NOW), state.encode(Instants.micros(NOW))));
  }
}
