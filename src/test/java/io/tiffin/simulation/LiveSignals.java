package io.tiffin.simulation;

import io.tiffin.event.Event;
import java.util.HashMap;
import java.util.Map;

/**
 * What can be seen of a city the moment an order is placed, kept from its events: queues, couriers,
 * recent times.
 */
final class LiveSignals {

  /** Number of signals. */
  static final int COUNT = 7;

  private static final double KEPT_PER_OBSERVATION = 0.8;

  private final Map<String, String> restaurantOf = new HashMap<>();
  private final Map<String, Long> acceptedMillis = new HashMap<>();
  private final Map<String, Long> placedMillis = new HashMap<>();
  private final Map<String, Integer> outstanding = new HashMap<>();
  private final Map<String, Integer> cooking = new HashMap<>();
  private final Map<String, Double> prepMinutes = new HashMap<>();
  private final Map<String, Double> deliveryMinutes = new HashMap<>();
  private double cityDeliveryMinutes = 40;
  private int cityOutstanding;
  private int couriers;

  /** The signals about an order of this restaurant. */
  double[] about(String restaurantId) {
    double prep = prepMinutes.getOrDefault(restaurantId, 15.0);
    return new double[] {
      Math.log1p(outstanding.getOrDefault(restaurantId, 0)),
      cooking.getOrDefault(restaurantId, 0) / 10.0,
      Math.log(prep),
      Math.log(deliveryMinutes.getOrDefault(restaurantId, 40.0)),
      Math.log(cityDeliveryMinutes),
      cityOutstanding / (double) Math.max(1, couriers),
      cooking.getOrDefault(restaurantId, 0) * prep / 100
    };
  }

  void add(Event event) {
    long millis = event.envelope().eventTime().toEpochMilli();
    switch (event) {
      case Event.OrderPlaced it -> place(it, millis);
      case Event.OrderAccepted it -> accept(it.orderId(), millis);
      case Event.OrderReady it -> ready(it.orderId(), millis);
      case Event.OrderDelivered it -> deliver(it.orderId(), millis);
      case Event.OrderCancelled it -> cancel(it.orderId());
      case Event.CourierOnline ignored -> couriers++;
      case Event.CourierOffline ignored -> couriers--;
      default -> {}
    }
  }

  private void place(Event.OrderPlaced order, long millis) {
    restaurantOf.put(order.orderId(), order.restaurantId());
    placedMillis.put(order.orderId(), millis);
    outstanding.merge(order.restaurantId(), 1, Integer::sum);
    cityOutstanding++;
  }

  private void accept(String orderId, long millis) {
    acceptedMillis.put(orderId, millis);
    cooking.merge(restaurantOf.get(orderId), 1, Integer::sum);
  }

  private void ready(String orderId, long millis) {
    String restaurantId = restaurantOf.get(orderId);
    Long accepted = acceptedMillis.remove(orderId);
    if (accepted != null) {
      cooking.merge(restaurantId, -1, Integer::sum);
      observe(prepMinutes, restaurantId, (millis - accepted) / 60_000.0, 15);
    }
  }

  private void deliver(String orderId, long millis) {
    double minutes = (millis - placedMillis.remove(orderId)) / 60_000.0;
    observe(deliveryMinutes, restaurantOf.get(orderId), minutes, 40);
    cityDeliveryMinutes = cityDeliveryMinutes * 0.98 + minutes * 0.02;
    end(orderId);
  }

  private void cancel(String orderId) {
    if (acceptedMillis.remove(orderId) != null) {
      cooking.merge(restaurantOf.get(orderId), -1, Integer::sum);
    }
    end(orderId);
  }

  private void end(String orderId) {
    outstanding.merge(restaurantOf.remove(orderId), -1, Integer::sum);
    cityOutstanding--;
  }

  private static void observe(
      Map<String, Double> means, String restaurantId, double minutes, double first) {
    means.merge(
        restaurantId,
        first * KEPT_PER_OBSERVATION + minutes * (1 - KEPT_PER_OBSERVATION),
        (mean, ignored) -> mean * KEPT_PER_OBSERVATION + minutes * (1 - KEPT_PER_OBSERVATION));
  }
}
