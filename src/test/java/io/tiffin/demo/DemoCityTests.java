package io.tiffin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.PackedValues;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCityTests {

  private static final Instant NOW =
      Instant.parse("2026-11-20T18:30:00Z"); // Friday 19:30 in Berlin
  private static final RowKey R17 = new RowKey("restaurant_live", "r-17");
  private static final RowKey R17_HISTORY = new RowKey("restaurant_history", "r-17");
  private static final RowKey FEED = new RowKey("feed", "berlin");

  private final Catalogue catalogue = ProductCatalogue.read();
  private final FakeTicker ticker = new FakeTicker();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final DemoProperties properties =
      new DemoProperties(
          1, 80, 3_000, Duration.ofHours(5), Duration.ofHours(29), Duration.ofSeconds(1));
  private final DemoCities cities =
      new DemoCities(
          properties, catalogue, store, new Zones(), LocalCalendar.withBundledHolidays(), ticker);

  @Test
  void theExamplesRestaurantIsBusyOnceTheCityIsWarm() {
    cities.present(NOW).advanceTo(NOW);

    assertThat(live("orders_placed_60m", NOW)).isBetween(5.0, 100.0);
    assertThat(live("prep_s_ewma", NOW)).isBetween(300.0, 3_600.0);
  }

  @Test
  void couriersOfTheLastHourAreOnTheStreets() {
    cities.present(NOW).advanceTo(NOW);

    assertThat(window(new RowKey("city_live", "berlin"), "couriers_online", NOW))
        .isBetween(100.0, 500.0);
    assertThat(window(new RowKey("city_live", "berlin"), "speed_mps_mean_20m", NOW))
        .isBetween(1.0, 8.0);
  }

  @Test
  void everyRestaurantHasAProfile() {
    cities.present(NOW).advanceTo(NOW);

    for (int number = 1; number <= 80; number++) {
      RowKey profile = new RowKey("restaurant_profile", "r-" + number);
      assertThat(text(profile, "time_zone")).isEqualTo("Europe/Berlin");
    }
  }

  @Test
  void theFeedsWatermarkKeepsPaceWithTheClock() {
    DemoCity city = cities.present(NOW);
    city.advanceTo(NOW);
    city.advanceTo(NOW.plusSeconds(1));

    assertThat(number(FEED, "watermark_micros")).isEqualTo((double) micros(NOW.plusSeconds(1)));
    assertThat(number(FEED, "since_micros"))
        .isBetween(
            (double) micros(NOW.minus(properties.warmUp())),
            micros(NOW.minus(properties.warmUp())) + 120e6);
  }

  @Test
  void orderingGoesOnWhileTheDemoRuns() {
    DemoCity city = cities.present(NOW);
    city.advanceTo(NOW);
    long before = row(R17).revision();

    for (int second = 1; second <= 600; second++) {
      city.advanceTo(NOW.plusSeconds(second));
    }

    assertThat(row(R17).revision()).isGreaterThan(before);
    assertThat(live("orders_placed_60m", NOW.plusSeconds(600))).isPositive();
  }

  @Test
  void theHistoryTakesOverFromTheWarmUp() throws InterruptedException {
    Instant from = NOW.minus(properties.history());
    DemoCity present = cities.present(NOW);
    present.advanceTo(NOW);
    double warm = live("orders_placed_60m", NOW);
    double placedSinceWarmUp = history("orders_placed_28d", NOW);

    Replay longer = cities.past(NOW).catchUpWith(present);
    present.advanceTo(NOW.plusSeconds(1));
    present.continueWith(longer, NOW.plusSeconds(2));

    assertThat(history("orders_placed_28d", NOW)).isGreaterThan(placedSinceWarmUp * 1.5);
    assertThat(live("orders_placed_60m", NOW)).isEqualTo(warm);
    assertThat(number(FEED, "since_micros")).isBetween((double) micros(from), micros(from) + 120e6);
  }

  @Test
  void aCityThatForgetsItsEventsGoesOnWithoutKeepingThem() {
    DemoCity city = cities.present(NOW);
    city.advanceTo(NOW);

    city.forget();
    city.advanceTo(NOW.plusSeconds(60));

    assertThat(number(FEED, "watermark_micros")).isEqualTo((double) micros(NOW.plusSeconds(60)));
    assertThat(city.takeRemembered()).isEmpty();
  }

  @Test
  void aCityThatDoesNotForgetKeepsItsEvents() {
    DemoCity city = cities.present(NOW);

    city.advanceTo(NOW);

    assertThat(city.takeRemembered()).isNotEmpty();
  }

  @Test
  void aRestartOnTheSameStoreGoesOnAboveItsRevisions() {
    cities.present(NOW).advanceTo(NOW);
    long before = row(R17).revision();

    Instant later = NOW.plus(Duration.ofHours(2));
    cities.present(later).advanceTo(later);

    assertThat(row(R17).revision()).isGreaterThan(before);
    assertThat(number(FEED, "watermark_micros")).isEqualTo((double) micros(later));
  }

  @Test
  void aRestartWithAClockThatWentBackCatchesUpWithTheStoresRevisions() {
    cities.present(NOW).advanceTo(NOW);
    long before = row(R17).revision();

    Instant earlier = NOW.minus(Duration.ofHours(1));
    DemoCity city = cities.present(earlier);
    city.advanceTo(earlier);
    city.advanceTo(earlier.plusSeconds(1));

    assertThat(row(R17).revision()).isGreaterThan(before);
    assertThat(number(FEED, "watermark_micros")).isEqualTo((double) micros(earlier.plusSeconds(1)));
  }

  @Test
  void whatTheStoreRefusedIsWrittenOnceItRecovers() {
    DemoCity city = cities.present(NOW);
    store.failing(Reason.ERROR);
    city.advanceTo(NOW);
    store.healthy();
    assertThat(find(R17)).isInstanceOf(Outcome.Absent.class);

    city.advanceTo(NOW.plusSeconds(1));

    assertThat(find(R17)).isInstanceOf(Outcome.Found.class);
    assertThat(find(new RowKey("restaurant_profile", "r-17"))).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void aFeedDoesNotAdvanceOverRowsThatAreNotWritten() {
    DemoCity city = cities.present(NOW);
    store.failing(key -> key.view().equals("restaurant_live"), Reason.ERROR);
    city.advanceTo(NOW);
    store.healthy();

    assertThat(find(FEED)).isInstanceOf(Outcome.Absent.class);
  }

  private double live(String feature, Instant at) {
    return window(R17, feature, at);
  }

  private double history(String feature, Instant at) {
    return window(R17_HISTORY, feature, at);
  }

  private double window(RowKey key, String feature, Instant at) {
    FeatureView view = catalogue.view(key.view()).orElseThrow();
    double[] values = new double[view.features().size()];
    WindowSchema.of(view).read(row(key).body(), micros(at), values);
    return values[view.features().indexOf(view.feature(feature).orElseThrow())];
  }

  private double number(RowKey key, String feature) {
    RowCodec codec = RowCodec.of(catalogue.view(key.view()).orElseThrow());
    return ((PackedValues) codec.read(row(key).body())).number(codec.slot(feature));
  }

  private String text(RowKey key, String feature) {
    RowCodec codec = RowCodec.of(catalogue.view(key.view()).orElseThrow());
    return ((PackedValues) codec.read(row(key).body())).text(codec.slot(feature));
  }

  private Row row(RowKey key) {
    return ((Outcome.Found) find(key)).row();
  }

  private Outcome find(RowKey key) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(1), ticker);
    return store.find(new Query(List.of(key), deadline, Consistency.SOURCE)).getFirst();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
