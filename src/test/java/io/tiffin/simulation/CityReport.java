package io.tiffin.simulation;

import io.tiffin.event.Event;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Place;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What a simulated city is like in figures, to be compared with those of real cities. Prints them
 * for 28 days of Berlin; {@code src/docs/simulated-city.md} has the command.
 */
final class CityReport {

  private static final Instant START = Instant.parse("2026-09-06T22:00:00Z"); // Monday in Berlin

  private final CitySettings settings;
  private final LocalCalendar calendar = LocalCalendar.withBundledHolidays();
  private final Map<String, Open> open = new HashMap<>();
  private final Map<String, Place> restaurants = new HashMap<>();
  private final Map<String, Integer> ordersByRestaurant = new HashMap<>();
  private final List<Trace> delivered = new ArrayList<>();
  private final Map<String, Truth> truths = new HashMap<>();
  private final LiveSignals signals = new LiveSignals();
  private long events;
  private long placed;
  private double courierHours;

  private CityReport(CitySettings settings) {
    this.settings = settings;
  }

  /** The figures of {@code days} days of a city without faults, from a Monday on. */
  static CityReport of(CitySettings settings, int days) {
    CityReport report = new CityReport(settings.withFaults(FaultSettings.none()));
    new SimulatedCity(
            report.settings,
            report.calendar,
            START,
            truth -> report.truths.put(truth.orderId(), truth))
        .advanceTo(START.plus(Duration.ofDays(days)), report::add);
    report.delivered.sort(Comparator.comparing(Trace::placedAt));
    return report;
  }

  /** Prints the report of the seed given, or of seed 1. */
  public static void main(String[] arguments) {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    of(CitySettings.berlin(seed), 28).print(System.out);
  }

  double medianMinutes(Predicate<Trace> which) {
    return quantile(0.5, which, Trace::minutes);
  }

  double quantile(double rank, ToDoubleFunction<Trace> what) {
    return quantile(rank, it -> true, what);
  }

  double shareOfOrders(Predicate<Trace> which) {
    return (double) delivered.stream().filter(which).count() / delivered.size();
  }

  /**
   * The share of the orders that were placed in the local hours from {@code first} to {@code last}.
   */
  double shareOfHours(int first, int last) {
    return shareOfOrders(it -> it.hour() >= first && it.hour() <= last);
  }

  double shareOfTopTenth() {
    int[] counts = ordersByRestaurant.values().stream().mapToInt(it -> it).sorted().toArray();
    int top = settings.restaurants() / 10;
    return (double) Arrays.stream(counts, counts.length - top, counts.length).sum() / placed;
  }

  double ordersPerCourierHour() {
    return placed / courierHours;
  }

  double deviationOfLogMinutes() {
    double mean = mean(it -> Math.log(it.minutes()));
    return Math.sqrt(mean(it -> Math.pow(Math.log(it.minutes()) - mean, 2)));
  }

  /** The mean absolute error of somebody who knows everything but the future. */
  double oracleErrorMinutes() {
    return mean(it -> Math.abs(it.truth().minutes() - it.truth().oracleMinutes()));
  }

  /**
   * The mean absolute error of a linear model, learnt on three quarters of the time and tested on
   * the rest.
   */
  double errorMinutes(boolean live, Predicate<Trace> which) {
    int split = delivered.size() * 3 / 4;
    LeastSquares model = new LeastSquares(features(delivered.getFirst(), live).length);
    delivered
        .subList(0, split)
        .forEach(it -> model.add(features(it, live), Math.log(it.minutes())));
    double[] weights = model.solve();
    return delivered.subList(split, delivered.size()).stream()
        .filter(which)
        .mapToDouble(
            it -> Math.abs(Math.exp(LeastSquares.dot(weights, features(it, live))) - it.minutes()))
        .average()
        .orElseThrow();
  }

  private double[] features(Trace trace, boolean live) {
    int restaurantAt = 48;
    int orderAt = restaurantAt + settings.restaurants();
    double[] features = new double[orderAt + 5 + (live ? LiveSignals.COUNT : 0)];
    boolean busyDay = trace.day() == 4 || trace.day() == 5;
    features[trace.hour() + (busyDay ? 24 : 0)] = 1;
    features[restaurantAt + Integer.parseInt(trace.restaurantId().substring(2)) - 1] = 1;
    features[orderAt] = 1;
    features[orderAt + 1] = Math.log(trace.items());
    features[orderAt + 2] = trace.items() / 10.0;
    features[orderAt + 3] = Math.log(trace.routeMetres());
    features[orderAt + 4] = trace.routeMetres() / 1_000;
    if (live) {
      System.arraycopy(trace.signals(), 0, features, orderAt + 5, LiveSignals.COUNT);
    }
    return features;
  }

  private void print(PrintStream out) {
    out.printf("events %d, orders %d, delivered %d%n", events, placed, delivered.size());
    out.printf(
        "orders: 11-13 h %.3f, 17-19 h %.3f, Friday and Saturday %.3f, top tenth of restaurants %.3f, during surges %.3f%n",
        shareOfHours(11, 13),
        shareOfHours(17, 19),
        shareOfOrders(it -> it.day() == 4 || it.day() == 5),
        shareOfTopTenth(),
        shareOfOrders(Trace::isDuringSurge));
    out.printf(
        "minutes: median %.1f, p10 %.1f, p90 %.1f, p99 %.1f, deviation of the logarithm %.3f%n",
        medianMinutes(it -> true),
        quantile(0.1, Trace::minutes),
        quantile(0.9, Trace::minutes),
        quantile(0.99, Trace::minutes),
        deviationOfLogMinutes());
    out.printf(
        "median by orders outstanding per courier on shift: below 1 %.1f, from 1 %.1f, from 2 %.1f%n",
        medianMinutes(it -> it.load() < 1),
        medianMinutes(it -> it.load() >= 1 && it.load() < 2),
        medianMinutes(it -> it.load() >= 2));
    out.printf(
        "median by items: one %.1f, 8 and more %.1f; by hour: 14 h %.1f, 18 h %.1f; in surges %.1f%n",
        medianMinutes(it -> it.items() == 1),
        medianMinutes(it -> it.items() >= 8),
        medianMinutes(it -> it.hour() == 14),
        medianMinutes(it -> it.hour() == 18),
        medianMinutes(Trace::isDuringSurge));
    out.printf(
        "preparation: median %.1f, p95 %.1f min; route: median %.0f m; orders per courier-hour %.2f%n",
        quantile(0.5, Trace::prepMinutes),
        quantile(0.95, Trace::prepMinutes),
        quantile(0.5, Trace::routeMetres),
        ordersPerCourierHour());
    out.printf(
        "mean error: oracle %.2f min; linear model %.2f, without live signals %.2f; in surges %.2f and %.2f%n",
        oracleErrorMinutes(),
        errorMinutes(true, it -> true),
        errorMinutes(false, it -> true),
        errorMinutes(true, Trace::isDuringSurge),
        errorMinutes(false, Trace::isDuringSurge));
  }

  private double mean(ToDoubleFunction<Trace> what) {
    return delivered.stream().mapToDouble(what).average().orElseThrow();
  }

  private double quantile(double rank, Predicate<Trace> which, ToDoubleFunction<Trace> what) {
    double[] values = delivered.stream().filter(which).mapToDouble(what).sorted().toArray();
    return values[(int) (rank * (values.length - 1))];
  }

  private void add(Event event) {
    events++;
    signals.add(event);
    switch (event) {
      case Event.RestaurantProfile it -> restaurants.put(it.restaurantId(), it.place());
      case Event.CourierLocation ignored -> courierHours += 1 / 60.0;
      case Event.OrderPlaced it -> place(it);
      case Event.OrderAccepted it -> open.get(it.orderId()).acceptedAt = it.envelope().eventTime();
      case Event.OrderReady it -> open.get(it.orderId()).readyAt = it.envelope().eventTime();
      case Event.OrderDelivered it -> deliver(it);
      default -> {}
    }
  }

  private void place(Event.OrderPlaced order) {
    placed++;
    ordersByRestaurant.merge(order.restaurantId(), 1, Integer::sum);
    open.put(order.orderId(), new Open(order, signals.about(order.restaurantId())));
  }

  private void deliver(Event.OrderDelivered event) {
    Open order = open.remove(event.orderId());
    Instant placedAt = order.placed.envelope().eventTime();
    int hourOfWeek = calendar.hourOfWeek(placedAt, settings.timeZone());
    Place restaurant = restaurants.get(order.placed.restaurantId());
    delivered.add(
        new Trace(
            order.placed.restaurantId(),
            placedAt,
            hourOfWeek / 24,
            hourOfWeek % 24,
            order.placed.itemsTotal(),
            Streets.DETOUR * restaurant.metresTo(order.placed.dropoff()),
            minutes(order.acceptedAt, order.readyAt),
            minutes(placedAt, event.envelope().eventTime()),
            order.signals,
            truths.get(event.orderId())));
  }

  private static double minutes(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 60_000.0;
  }

  /** A delivered order as its events told it, and the truth about it. */
  @SuppressWarnings("ArrayRecordComponent") // private to one test run
  record Trace(
      String restaurantId,
      Instant placedAt,
      int day,
      int hour,
      int items,
      double routeMetres,
      double prepMinutes,
      double minutes,
      double[] signals,
      Truth truth) {

    double load() {
      return truth.load();
    }

    boolean isDuringSurge() {
      return truth.duringSurge();
    }
  }

  private static final class Open {
    private final Event.OrderPlaced placed;
    private final double[] signals;
    private Instant acceptedAt = Instant.EPOCH;
    private Instant readyAt = Instant.EPOCH;

    private Open(Event.OrderPlaced placed, double[] signals) {
      this.placed = placed;
      this.signals = signals;
    }
  }
}
