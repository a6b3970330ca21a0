package io.tiffin.simulation;

import io.tiffin.event.Event;
import io.tiffin.event.Event.CourierArrivedDropoff;
import io.tiffin.event.Event.CourierArrivedPickup;
import io.tiffin.event.Event.CourierAssigned;
import io.tiffin.event.Event.Envelope;
import io.tiffin.event.Event.OrderDelivered;
import io.tiffin.event.Event.OrderPickedUp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * One courier fetching one or more orders from one restaurant and bringing them to their customers,
 * the nearest first.
 */
final class Trip {

  /**
   * Four minutes at each end, two minutes their deviation, as in the design; places differ by a
   * part of it.
   */
  private static final double SERVICE_SECONDS = 240;

  private static final double SERVICE_SIGMA = 0.43;
  private static final double HAND_OVER_SECONDS = 75;

  private final World world;
  private final Handoffs handoffs;
  private final Courier courier;
  private final Restaurant restaurant;
  private final List<Order> orders = new ArrayList<>();
  private boolean arrived;
  private boolean leaving;
  private boolean over;
  private long atCounterMillis = Long.MAX_VALUE;
  private long expectedMillis;

  Trip(World world, Handoffs handoffs, Courier courier, Restaurant restaurant) {
    this.world = world;
    this.handoffs = handoffs;
    this.courier = courier;
    this.restaurant = restaurant;
  }

  /** Whether the courier has not left the restaurant yet, so that another order can go along. */
  boolean isOpen() {
    return !leaving && !over;
  }

  int size() {
    return orders.size();
  }

  /** Metres from a drop-off to the nearest one of this trip. */
  double metresFrom(Spot dropoff) {
    double nearest = Double.MAX_VALUE;
    for (Order order : orders) {
      nearest = Math.min(nearest, order.dropoff().metresTo(dropoff));
    }
    return nearest;
  }

  void add(Order order) {
    orders.add(order);
    order.assigned(this);
    world.uplink().send(0, it -> new CourierAssigned(it, order.id(), courier.id()));
    if (arrived) {
      tellArrival(order);
    }
  }

  void setOut() {
    courier.begin(this);
    Spot here = courier.spotAt(world.nowMillis());
    Chance ride = world.streets().ride(here, restaurant.spot(), courier.speedFactor());
    courier.ride(restaurant.spot(), world.nowMillis(), ride.seconds());
    expectedMillis = world.nowMillis() + millis(ride.expectedSeconds());
    world.agenda().in(ride.seconds(), this::arrive);
  }

  /** Looks whether everything is there; called when one of its orders is ready. */
  void checkReady() {
    boolean allReady = orders.stream().allMatch(Order::isReady);
    if (isOpen() && world.nowMillis() >= atCounterMillis && allReady) {
      leaving = true;
      world.agenda().in(HAND_OVER_SECONDS, this::leave);
    }
  }

  /** Takes an order that was cancelled off the trip; without any other the trip is over. */
  void remove(Order order) {
    orders.remove(order);
    if (orders.isEmpty()) {
      finish();
    } else {
      checkReady();
    }
  }

  private void arrive() {
    if (over) {
      return;
    }
    arrived = true;
    Chance service = service(restaurant.pickupFactor());
    expectedMillis += millis(service.expectedSeconds());
    atCounterMillis = world.nowMillis() + millis(service.seconds());
    orders.forEach(this::tellArrival);
    world.agenda().at(atCounterMillis, this::checkReady);
  }

  private void tellArrival(Order order) {
    send(it -> new CourierArrivedPickup(it, order.id(), courier.id()));
  }

  private void leave() {
    for (Order order : orders) {
      order.picked();
      expectedMillis = Math.max(expectedMillis, order.expectedReadyMillis());
      send(it -> new OrderPickedUp(it, order.id()));
    }
    expectedMillis += millis(HAND_OVER_SECONDS);
    goOn();
  }

  private void goOn() {
    if (orders.isEmpty()) {
      finish();
      return;
    }
    Spot here = courier.spotAt(world.nowMillis());
    orders.sort(Comparator.comparingDouble(order -> order.dropoff().metresTo(here)));
    Order next = orders.getFirst();
    Chance ride = world.streets().ride(here, next.dropoff(), courier.speedFactor());
    courier.ride(next.dropoff(), world.nowMillis(), ride.seconds());
    expectedMillis += millis(ride.expectedSeconds());
    world.agenda().in(ride.seconds(), () -> handOff(next));
  }

  private void handOff(Order order) {
    send(it -> new CourierArrivedDropoff(it, order.id(), courier.id()));
    Chance service = service(handoffs.factorAt(order.dropoff()));
    expectedMillis += millis(service.expectedSeconds());
    world.agenda().in(service.seconds(), () -> deliver(order));
  }

  private void deliver(Order order) {
    orders.remove(order);
    world.backlog().orderOver();
    world
        .uplink()
        .sendTerminal(courier.clockErrorMillis(), it -> new OrderDelivered(it, order.id()));
    order.delivered(world.nowMillis(), expectedMillis);
    goOn();
  }

  private void finish() {
    if (!over) {
      over = true;
      courier.end(world.nowMillis());
    }
  }

  private Chance service(double factor) {
    double mean = SERVICE_SECONDS * factor;
    double median = mean * StrictMath.exp(-SERVICE_SIGMA * SERVICE_SIGMA / 2);
    return new Chance(mean, courier.dice().lognormal(median, SERVICE_SIGMA));
  }

  private void send(Function<Envelope, Event> event) {
    world.uplink().send(courier.clockErrorMillis(), event);
  }

  private static long millis(double seconds) {
    return Math.round(seconds * 1_000);
  }
}
