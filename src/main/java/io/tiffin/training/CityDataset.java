package io.tiffin.training;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureName;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.model.Sample;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.SimulatedCity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches the simulated city for some days and splits its orders by time: the last tenth of the
 * days to report on, the tenth before to choose by.
 */
final class CityDataset {

  /** A Monday's midnight in the city; any other would do. */
  private static final Instant START = Instant.parse("2026-03-01T23:00:00Z");

  /** Before, no window is covered by the feed. */
  private static final double WARM_UP_DAYS = 0.5;

  private static final double OUTAGE_SHARE = 0.1;

  /**
   * How many days before those reported on tell how inputs are distributed: each day of the week
   * once, and as late as can be, when histories reach back as far as they will from then on.
   */
  private static final double REFERENCE_DAYS = 7;

  private final NetworkDesign design;
  private final double days;
  private final List<CityOrder> orders;
  private final CityWatch watch;

  private CityDataset(NetworkDesign design, double days, CityWatch watch) {
    this.design = design;
    this.days = days;
    this.watch = watch;
    orders = watch.orders();
  }

  /**
   * Watches the usual city.
   *
   * @param catalogue with the product's features
   * @param days how long
   * @param seed decides the city and what goes missing
   */
  static Dataset simulate(Catalogue catalogue, int days, long seed, Progress progress) {
    return simulate(catalogue, CitySettings.berlin(seed), days, progress);
  }

  /** Watches a city of these settings, but for the day on which its last restaurant opens. */
  static Dataset simulate(Catalogue catalogue, CitySettings usual, int days, Progress progress) {
    NetworkDesign design = CityColumns.design(catalogue);
    CitySettings settings = openingLate(usual, days);
    LocalCalendar calendar = LocalCalendar.withBundledHolidays();
    City home = new City(settings.cityId(), settings.centre(), settings.timeZone());
    CityWatch watch =
        new CityWatch(
            catalogue,
            design,
            home,
            calendar,
            OUTAGE_SHARE,
            START.plus(Duration.ofMinutes(Math.round(0.8 * days * 24 * 60))),
            settings.seed());
    SimulatedCity city = new SimulatedCity(settings, calendar, START);
    long hours = days * 24L;
    for (long hour = 1; hour <= hours; hour++) {
      city.advanceTo(START.plus(Duration.ofHours(hour)), watch::accept);
      progress.advanced("watching the city", hour, hours);
    }
    return new CityDataset(design, days, watch).split();
  }

  /**
   * The last restaurant opens with the days that are reported on: nothing was ever learnt from it.
   */
  private static CitySettings openingLate(CitySettings usual, int days) {
    return new CitySettings(
        usual.seed(),
        usual.cityId(),
        usual.centre(),
        usual.timeZone(),
        usual.restaurants(),
        usual.ordersPerDay(),
        Duration.ofMinutes(Math.round(days * 24 * 60 * 0.9)),
        usual.faults());
  }

  private Dataset split() {
    List<CityOrder> train = between(WARM_UP_DAYS, 0.8 * days);
    List<CityOrder> validation = known(between(0.8 * days, 0.9 * days));
    List<CityOrder> reported = between(0.9 * days, days);
    List<CityOrder> test = known(reported);
    Map<String, TrainingRows> degraded = new LinkedHashMap<>();
    for (Outage outage : Outage.values()) {
      List<CityOrder> seenSo = reported.stream().filter(order -> order.outage() == outage).toList();
      if (outage != Outage.NONE && !seenSo.isEmpty()) {
        degraded.put(outage.title(), rows(seenSo));
      }
    }
    return new Dataset(
        design,
        new Split(rows(train), rows(validation), rows(test)),
        rows(known(between(Math.max(WARM_UP_DAYS, 0.9 * days - REFERENCE_DAYS), 0.9 * days))),
        List.of(CityColumns.RESTAURANT, CityColumns.HOUR_OF_WEEK),
        new CityGroups(design, known(train)).of(test),
        degraded,
        Journeys.of(watch.snapshots(), watch.finished(), micros(0.9 * days)),
        most -> samples(test, most));
  }

  private List<CityOrder> between(double fromDay, double toDay) {
    long from = micros(fromDay);
    long to = micros(toDay);
    return orders.stream()
        .filter(order -> from <= order.finished().placedAtMicros())
        .filter(order -> order.finished().placedAtMicros() < to)
        .toList();
  }

  private static List<CityOrder> known(List<CityOrder> orders) {
    return orders.stream().filter(order -> order.outage() == Outage.NONE).toList();
  }

  private static long micros(double day) {
    return START.toEpochMilli() * 1_000 + Math.round(day * 86_400e6);
  }

  private TrainingRows rows(List<CityOrder> selected) {
    TrainingRows rows = new TrainingRows(design, selected.size());
    for (int row = 0; row < selected.size(); row++) {
      selected.get(row).into(rows, row);
    }
    return rows;
  }

  private List<Sample> samples(List<CityOrder> test, int most) {
    int step = Math.max(1, test.size() / most);
    List<Sample> samples = new ArrayList<>();
    for (int at = 0; at < test.size() && samples.size() < most; at += step) {
      CityOrder order = test.get(at);
      samples.add(
          new Sample(
              features(order), order.finished().minutes(), order.finished().promisedMinutes()));
    }
    return samples;
  }

  private Map<FeatureName, Object> features(CityOrder order) {
    Map<FeatureName, Object> features = new HashMap<>();
    for (int column = 0; column < design.numbers().size(); column++) {
      float value = order.numbers()[column];
      if (!Float.isNaN(value)) {
        features.put(
            design.numbers().get(column).feature(), Double.parseDouble(Float.toString(value)));
      }
    }
    for (int column = 0; column < design.categories().size(); column++) {
      CategoryColumn declared = design.categories().get(column);
      Object value =
          declared.isText() ? order.texts().get(column) : (double) order.buckets()[column];
      features.put(declared.feature(), value);
    }
    return features;
  }
}
