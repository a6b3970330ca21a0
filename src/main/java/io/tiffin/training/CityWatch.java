package io.tiffin.training;

import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.event.Event.OrderPlaced;
import io.tiffin.event.FinishedOrder;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.serving.Cities;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeatureVector;
import io.tiffin.serving.FreshnessMeters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Watches a city's events in the order in which they are received, asks about every order just
 * before its placing is counted, with the code that serves, and remembers what came of it.
 */
final class CityWatch {

  private static final double MICROS_PER_DAY = 86_400e6;

  private final double outageShare;
  private final SplittableRandom random;
  private final Replay replay;
  private final ReplayedRows rows;
  private final FeatureAssembly assembly;
  private final ColumnReader columns;
  private final JourneyWatch journeys;
  private final Map<String, List<Asked>> asked = new LinkedHashMap<>();
  private final Map<String, FinishedOrder> finished = new HashMap<>();
  private final Map<String, Long> firstOrderMicros = new HashMap<>();

  /** An order as it was asked about. */
  private record Asked(Outage outage, ColumnReader.Columns columns, double restaurantAgeDays) {}

  /**
   * @param outageShare share of the orders that are also asked about in an {@link Outage}
   * @param journeysFrom orders received from then on are followed on their way
   */
  CityWatch(
      Catalogue catalogue,
      NetworkDesign design,
      City city,
      LocalCalendar calendar,
      double outageShare,
      Instant journeysFrom,
      long seed) {
    this.outageShare = outageShare;
    random = new SplittableRandom(seed);
    Zones zones = new Zones();
    replay = new Replay(catalogue, zones, order -> finished.put(order.orderId(), order));
    rows = new ReplayedRows(catalogue, replay);
    Function<ReplayedRows, FeatureAssembly> over =
        found ->
            new FeatureAssembly(
                catalogue,
                found,
                zones,
                calendar,
                new Cities(List.of(city)),
                FreshnessMeters.none(catalogue));
    assembly = over.apply(rows);
    columns = new ColumnReader(design, assembly);
    ReplayedRows others = new ReplayedRows(catalogue, replay);
    journeys = new JourneyWatch(replay, others, over.apply(others), design, journeysFrom, seed);
  }

  /** Takes the event that was received next. */
  void accept(Event event) {
    journeys.before(event);
    if (event instanceof OrderPlaced order && !asked.containsKey(order.orderId())) {
      ask(order);
    } else if (event instanceof Event.RestaurantProfile profile) {
      rows.learn(profile);
    }
    replay.accept(event);
    journeys.after(event);
  }

  /**
   * Every order that was delivered, in the order in which they were placed; an order asked about in
   * an outage is there twice.
   */
  List<CityOrder> orders() {
    List<CityOrder> orders = new ArrayList<>();
    asked.forEach((orderId, answers) -> {
      FinishedOrder order = finished.get(orderId);
      if (order != null) {
        answers.forEach(answer -> orders.add(delivered(order, answer)));
      }
    });
    return orders;
  }

  /** What was asked of orders on their way. */
  List<JourneySnapshot> snapshots() {
    return journeys.snapshots();
  }

  /** Every order that was delivered, by its id. */
  Map<String, FinishedOrder> finished() {
    return finished;
  }

  private static CityOrder delivered(FinishedOrder order, Asked answer) {
    return new CityOrder(
        order,
        answer.outage(),
        answer.columns().numbers(),
        answer.columns().buckets(),
        answer.columns().texts(),
        answer.restaurantAgeDays());
  }

  private void ask(OrderPlaced order) {
    List<Asked> answers = new ArrayList<>(2);
    answers.add(ask(order, Outage.NONE));
    if (random.nextDouble() < outageShare) {
      Outage[] all = Outage.values();
      answers.add(ask(order, all[1 + random.nextInt(all.length - 1)]));
    }
    asked.put(order.orderId(), answers);
  }

  /** The features of an order whose placing is not counted yet. */
  FeatureVector vector(OrderPlaced order, Outage outage) {
    rows.at(order.envelope().receivedAt(), outage::loses);
    return assembly
        .assemble(columns.plan(), List.of(outage.request(order)), new Deadline(1, () -> 0))
        .getFirst();
  }

  private Asked ask(OrderPlaced order, Outage outage) {
    return new Asked(outage, columns.read(vector(order, outage)), restaurantAgeDays(order));
  }

  private double restaurantAgeDays(OrderPlaced order) {
    long nowMicros = order.envelope().receivedAt().toEpochMilli() * 1_000;
    long first = firstOrderMicros.computeIfAbsent(order.restaurantId(), id -> nowMicros);
    return (nowMicros - first) / MICROS_PER_DAY;
  }
}
