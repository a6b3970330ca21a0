package io.tiffin.simulation;

import io.tiffin.event.Event.CourierAssigned;
import io.tiffin.event.Event.CourierUnassigned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who fetches what, decided every 30 seconds: the order that was accepted first gets the nearest
 * free courier, or goes along with a courier who is on the way to the same restaurant.
 */
final class Dispatcher {

  static final long PERIOD_MILLIS = 30_000;

  private static final double REFUSALS = 0.07;
  private static final double REFUSAL_LASTS_SECONDS = 240;
  private static final double NEAR_METRES = 3_000;
  private static final double PATIENCE_METRES_PER_SECOND = 5;
  private static final double SAME_WAY_METRES = 900;
  private static final double SAME_WAY_IN_NEED_METRES = 1_300;
  private static final int MOST_ORDERS_PER_TRIP = 2;

  private final World world;
  private final Roster roster;
  private final Handoffs handoffs;
  private final Map<Restaurant, List<Trip>> trips = new HashMap<>();
  private final List<Courier> free = new ArrayList<>();
  private List<Order> waiting = new ArrayList<>();

  Dispatcher(World world, Roster roster) {
    this.world = world;
    this.roster = roster;
    handoffs = new Handoffs(world.settings().seed());
  }

  /** Queues an order that was accepted. */
  void add(Order order) {
    waiting.add(order);
  }

  /** Decides for every order that waits. */
  void dispatch() {
    long now = world.nowMillis();
    free.clear();
    roster.onShift().stream().filter(courier -> courier.isFree(now)).forEach(free::add);
    List<Order> undecided = waiting;
    waiting = new ArrayList<>();
    for (Order order : undecided) {
      if (order.isOver()) {
        continue;
      }
      if (!isDue(order, now) || !assign(order, now)) {
        waiting.add(order);
      }
    }
  }

  /** A courier is sent when the food is expected, or is ready before. */
  private static boolean isDue(Order order, long now) {
    double work = order.restaurant().workSeconds(order.basket().itemsTotal());
    return order.isReady() || now >= order.acceptedMillis() + work * 1_000;
  }

  private boolean assign(Order order, long now) {
    if (joins(order, SAME_WAY_METRES)) {
      return true;
    }
    Courier courier = nearestFree(order, now);
    if (courier == null) {
      return joins(order, SAME_WAY_IN_NEED_METRES);
    }
    free.remove(courier);
    if (courier.dice().chance(REFUSALS)) {
      offerInVain(order, courier, now);
    } else {
      send(order, courier);
    }
    return true;
  }

  private boolean joins(Order order, double metres) {
    List<Trip> open = trips.getOrDefault(order.restaurant(), List.of());
    for (Trip trip : open) {
      if (trip.isOpen()
          && trip.size() < MOST_ORDERS_PER_TRIP
          && trip.metresFrom(order.dropoff()) <= metres) {
        trip.add(order);
        return true;
      }
    }
    return false;
  }

  private @Nullable Courier nearestFree(Order order, long now) {
    double waitedSeconds = (now - order.acceptedMillis()) / 1_000.0;
    double nearest = NEAR_METRES + PATIENCE_METRES_PER_SECOND * waitedSeconds;
    Courier best = null;
    for (Courier courier : free) {
      double metres = courier.spotAt(now).metresTo(order.restaurant().spot());
      if (metres < nearest) {
        nearest = metres;
        best = courier;
      }
    }
    return best;
  }

  private void send(Order order, Courier courier) {
    Trip trip = new Trip(world, handoffs, courier, order.restaurant());
    List<Trip> open = trips.computeIfAbsent(order.restaurant(), ignored -> new ArrayList<>());
    open.removeIf(other -> !other.isOpen());
    open.add(trip);
    trip.add(order);
    trip.setOut();
  }

  private void offerInVain(Order order, Courier courier, long now) {
    courier.refuse(now + Math.round(REFUSAL_LASTS_SECONDS * 1_000));
    world.uplink().send(0, it -> new CourierAssigned(it, order.id(), courier.id()));
    world.agenda().in(courier.dice().uniform(15, 50), () -> giveBack(order, courier));
  }

  private void giveBack(Order order, Courier courier) {
    if (!order.isOver()) {
      world.uplink().send(0, it -> new CourierUnassigned(it, order.id(), courier.id()));
      waiting.addFirst(order);
    }
  }
}
