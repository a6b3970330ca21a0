package io.tiffin.training;

import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.event.Event.OrderPlaced;
import io.tiffin.event.FinishedOrder;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureName;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.model.Categories;
import io.tiffin.serving.Cities;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import io.tiffin.serving.FreshnessMeters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Watches a city's events in the order in which they are received, asks about every order just
 * before its placing is counted, with the code that serves, and remembers what came of it.
 */
final class CityWatch {

  private static final double MICROS_PER_DAY = 86_400e6;

  private final NetworkDesign design;
  private final double outageShare;
  private final SplittableRandom random;
  private final Replay replay;
  private final ReplayedRows rows;
  private final FeatureAssembly assembly;
  private final FeaturePlan plan;
  private final int[] numberPositions;
  private final int[] categoryPositions;
  private final Map<String, List<Asked>> asked = new LinkedHashMap<>();
  private final Map<String, FinishedOrder> finished = new HashMap<>();
  private final Map<String, Long> firstOrderMicros = new HashMap<>();

  /** An order as it was asked about. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Asked(
      Outage outage,
      float[] numbers,
      long[] buckets,
      List<String> texts,
      double restaurantAgeDays) {}

  /**
   * @param outageShare share of the orders that are also asked about in an {@link Outage}
   */
  CityWatch(
      Catalogue catalogue,
      NetworkDesign design,
      City city,
      LocalCalendar calendar,
      double outageShare,
      long seed) {
    this.design = design;
    this.outageShare = outageShare;
    random = new SplittableRandom(seed);
    Zones zones = new Zones();
    replay = new Replay(catalogue, zones, order -> finished.put(order.orderId(), order));
    rows = new ReplayedRows(catalogue, replay);
    assembly =
        new FeatureAssembly(
            catalogue,
            rows,
            zones,
            calendar,
            new Cities(List.of(city)),
            FreshnessMeters.none(catalogue));
    List<FeatureName> names = new ArrayList<>();
    design.numbers().forEach(column -> names.add(column.feature()));
    design.categories().forEach(column -> names.add(column.feature()));
    plan = assembly.plan(names);
    int[] positions = names.stream().mapToInt(plan::position).toArray();
    numberPositions = Arrays.copyOf(positions, design.numbers().size());
    categoryPositions = Arrays.copyOfRange(positions, numberPositions.length, positions.length);
  }

  /** Takes the event that was received next. */
  void accept(Event event) {
    if (event instanceof OrderPlaced order && !asked.containsKey(order.orderId())) {
      ask(order);
    } else if (event instanceof Event.RestaurantProfile profile) {
      rows.learn(profile);
    }
    replay.accept(event);
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

  private static CityOrder delivered(FinishedOrder order, Asked answer) {
    return new CityOrder(
        order,
        answer.outage(),
        answer.numbers(),
        answer.buckets(),
        answer.texts(),
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
        .assemble(plan, List.of(outage.request(order)), new Deadline(1, () -> 0))
        .getFirst();
  }

  private Asked ask(OrderPlaced order, Outage outage) {
    FeatureVector vector = vector(order, outage);
    float[] numbers = new float[numberPositions.length];
    for (int column = 0; column < numbers.length; column++) {
      int position = numberPositions[column];
      numbers[column] = vector.isDefaulted(position) ? Float.NaN : (float) vector.number(position);
    }
    List<String> texts = new ArrayList<>(categoryPositions.length);
    long[] buckets = new long[categoryPositions.length];
    for (int column = 0; column < buckets.length; column++) {
      String text = vector.text(categoryPositions[column]);
      CategoryColumn declared = design.categories().get(column);
      buckets[column] =
          declared.isText()
              ? Categories.bucket(text, declared.buckets())
              : (long) vector.number(categoryPositions[column]);
      texts.add(text == null ? "" : text);
    }
    return new Asked(outage, numbers, buckets, texts, restaurantAgeDays(order));
  }

  private double restaurantAgeDays(OrderPlaced order) {
    long nowMicros = order.envelope().receivedAt().toEpochMilli() * 1_000;
    long first = firstOrderMicros.computeIfAbsent(order.restaurantId(), id -> nowMicros);
    return (nowMicros - first) / MICROS_PER_DAY;
  }
}
