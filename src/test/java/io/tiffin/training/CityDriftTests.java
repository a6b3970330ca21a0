package io.tiffin.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.Event.OrderPlaced;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.model.InputDrifts.DriftedInput;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.Reference;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.serving.FeatureVector;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.FaultSettings;
import io.tiffin.simulation.SimulatedCity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A model that learnt from one week of a small city, in the days after: as they come, with a feed
 * that has stopped, and with kitchens that have become slower.
 */
class CityDriftTests {

  /** A Monday's midnight, with no holiday in the weeks after. */
  private static final Instant START = Instant.parse("2026-05-31T22:00:00Z");

  /** Days from the start. The first one fills the windows. */
  private static final int LEARNT_FROM = 1;

  private static final int NEXT_WEEK = 8;
  private static final int SLOWED_FROM = 15;
  private static final int SLOW_DAY = 16;
  private static final int END = 17;

  private static final Catalogue CATALOGUE = ProductCatalogue.read();
  private static final NetworkDesign DESIGN = CityColumns.design(CATALOGUE);

  /** By custom; see {@link io.tiffin.evaluation.PopulationStability}. */
  private static final double SHIFTED = 0.25;

  private static final List<String> OF_KITCHENS =
      List.of(
          "restaurant_live.prep_s_mean_20m",
          "restaurant_live.prep_s_ewma",
          "courier_zone_live.prep_s_mean_20m");

  private static final CityDays CITY = new CityDays();

  /** Watches the city's days one after the other. */
  private static final class CityDays {

    private final CityWatch watch;
    private @Nullable List<InputTensor> inputs;
    private @Nullable WatchedOrders nextWeek;
    private @Nullable WatchedOrders usualDay;
    private @Nullable WatchedOrders withoutFeed;
    private @Nullable WatchedOrders slowDay;

    CityDays() {
      CitySettings usual = CitySettings.berlin(1);
      watch =
          new CityWatch(
              CATALOGUE,
              DESIGN,
              new City(usual.cityId(), usual.centre(), usual.timeZone()),
              LocalCalendar.withBundledHolidays(),
              0,
              START.plus(Duration.ofDays(2 * END)),
              1);
    }

    void live() {
      CitySettings usual = CitySettings.berlin(1);
      CitySettings small =
          new CitySettings(
              1,
              usual.cityId(),
              usual.centre(),
              usual.timeZone(),
              20,
              400,
              Duration.ZERO,
              FaultSettings.none());
      SlowedKitchens slowed = new SlowedKitchens(day(SLOWED_FROM), 1.6, this::receive);
      new SimulatedCity(small, LocalCalendar.withBundledHolidays(), START)
          .advanceTo(day(END), slowed);
    }

    private void receive(Event event) {
      if (event instanceof OrderPlaced order) {
        ask(order, order.envelope().receivedAt());
      }
      watch.accept(event);
    }

    private void ask(OrderPlaced order, Instant at) {
      long day = Duration.between(START, at).toDays();
      if (day < NEXT_WEEK) {
        return;
      }
      FeatureVector vector = watch.vector(order, Outage.NONE);
      if (day < SLOWED_FROM) {
        nextWeek = counted(nextWeek, vector, at, Duration.ofDays(SLOWED_FROM - NEXT_WEEK));
      }
      if (day == SLOWED_FROM - 1) {
        usualDay = counted(usualDay, vector, at, Duration.ofDays(1));
        FeatureVector blind = watch.vector(order, Outage.FEED);
        withoutFeed = counted(withoutFeed, blind, at, Duration.ofDays(1));
      }
      if (day == SLOW_DAY) {
        slowDay = counted(slowDay, vector, at, Duration.ofDays(1));
      }
    }

    private WatchedOrders counted(
        @Nullable WatchedOrders orders, FeatureVector vector, Instant at, Duration window) {
      if (orders == null) {
        return new WatchedOrders(inputs(), vector, at, window);
      }
      orders.count(vector, at);
      return orders;
    }

    private List<InputTensor> inputs() {
      if (inputs == null) {
        inputs = CityDriftTests.inputs(learntFrom(watch.orders()));
      }
      return inputs;
    }
  }

  @BeforeAll
  static void live() {
    CITY.live();
  }

  @Test
  void ofTheNextWeekNearlyNothingHasDrifted() {
    Map<String, Double> indices = requireNonNull(CITY.nextWeek).indices();

    assertThat(indices).hasSizeGreaterThan(40);
    assertThat(drifted(indices))
        .as("a history as long as the feed, and what a city of a few couriers has in one number")
        .isSubsetOf("dropoff_zone_history.handoff_s_mean_7d", "city_live.couriers_online");
  }

  @Test
  void slowerKitchensShowInWhatDependsOnThem() {
    Map<String, Double> usual = requireNonNull(CITY.usualDay).indices();
    Map<String, Double> slow = requireNonNull(CITY.slowDay).indices();

    assertThat(drifted(slow)).containsAll(OF_KITCHENS);
    assertThat(drifted(usual))
        .as("the control: a day before")
        .doesNotContainAnyElementsOf(OF_KITCHENS);
    assertThat(drifted(slow)).doesNotContain("request.distance_m", "request.items_total");
  }

  @Test
  void aFeedThatHasStoppedShowsAsMissing() {
    List<DriftedInput> most = requireNonNull(CITY.withoutFeed).drift().mostDrifted();

    assertThat(most)
        .hasSize(10)
        .allSatisfy(input -> {
          assertThat(input.psi()).isGreaterThan(SHIFTED);
          assertThat(input.missing()).isEqualTo(1);
          assertThat(input.referenceMissing()).isLessThan(0.2);
        });
  }

  private static Set<String> drifted(Map<String, Double> indices) {
    Set<String> drifted = new TreeSet<>();
    indices.forEach((feature, index) -> {
      if (index > SHIFTED) {
        drifted.add(feature);
      }
    });
    return drifted;
  }

  private static Instant day(int number) {
    return START.plus(Duration.ofDays(number));
  }

  private static TrainingRows learntFrom(List<CityOrder> orders) {
    long from = day(LEARNT_FROM).toEpochMilli() * 1_000;
    List<CityOrder> of =
        orders.stream().filter(order -> order.finished().placedAtMicros() >= from).toList();
    TrainingRows rows = new TrainingRows(DESIGN, of.size());
    for (int row = 0; row < of.size(); row++) {
      of.get(row).into(rows, row);
    }
    return rows;
  }

  private static List<InputTensor> inputs(TrainingRows rows) {
    List<Column> numbers = new ArrayList<>();
    for (int at = 0; at < DESIGN.numbers().size(); at++) {
      numbers.add(
          new Column(
              DESIGN.numbers().get(at).feature(),
              Missing.NAN,
              null,
              null,
              null,
              null,
              InputReferences.ofNumber(DESIGN, rows, at)));
    }
    List<Column> categories = new ArrayList<>();
    for (int at = 0; at < DESIGN.categories().size(); at++) {
      CategoryColumn declared = DESIGN.categories().get(at);
      Reference reference = InputReferences.ofCategory(DESIGN, rows, at);
      categories.add(
          new Column(
              declared.feature(),
              Missing.DEFAULT,
              null,
              declared.isText() ? declared.buckets() : null,
              null,
              null,
              reference));
    }
    return List.of(
        new InputTensor("numbers", TensorType.FLOAT32, numbers),
        new InputTensor("categories", TensorType.INT64, categories));
  }
}
