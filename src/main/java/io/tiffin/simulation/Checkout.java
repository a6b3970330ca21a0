package io.tiffin.simulation;

import io.tiffin.event.Event.OrderAccepted;
import io.tiffin.event.Event.OrderCancelled;
import io.tiffin.event.Event.OrderPlaced;
import io.tiffin.event.Event.OrderReady;
import java.util.function.Consumer;

/** Where orders begin, and where some of them end early. */
final class Checkout {

  private static final double REJECTED = 0.006;
  private static final double CHANGED_THEIR_MIND = 0.014;
  private static final double KNOWS_PROMISE = 0.8;
  private static final double BEARABLE_LOAD = 1.8;
  private static final double DETERRENCE = 0.35;
  private static final double MEDIAN_ROUTE_METRES = 2_070;
  private static final double ROUTE_SIGMA = 0.65;
  private static final double LONGEST_ROUTE_METRES = 7_000;

  private final World world;
  private final Dispatcher dispatcher;
  private final Dice dice;
  private final String idPrefix;
  private final Consumer<Truth> truths;
  private long placed;

  Checkout(World world, Dispatcher dispatcher, Consumer<Truth> truths) {
    this.world = world;
    this.dispatcher = dispatcher;
    this.truths = truths;
    dice = world.dice("checkout");
    idPrefix = "o-" + Long.toString(world.nowMillis() / 1_000, Character.MAX_RADIX) + "-";
  }

  /** A customer orders, now; or does not, having seen how long it would take. */
  void place(Venue venue) {
    double deterrence = DETERRENCE * Math.max(0, world.backlog().load() - BEARABLE_LOAD);
    if (!dice.chance(1 / (1 + deterrence))) {
      return;
    }
    Order order = draw(venue.restaurant());
    world.backlog().orderPlaced();
    tellPlaced(order);
    if (dice.chance(REJECTED)) {
      world.agenda().in(dice.uniform(20, 180), () -> cancel(order, "restaurant"));
      return;
    }
    double queueing = 1 + venue.kitchen().waitSeconds() / 1_200;
    world.agenda().in(dice.lognormal(55, 0.5) * queueing, () -> accept(order, venue));
    if (dice.chance(CHANGED_THEIR_MIND)) {
      world.agenda().in(dice.uniform(60, 1_500), () -> cancel(order, "customer"));
    }
  }

  /** What the kitchen does with an order that is cooked. */
  void ready(Order order) {
    long clockError = order.restaurant().clockErrorMillis();
    world.uplink().send(clockError, it -> new OrderReady(it, order.id()));
    Trip trip = order.trip();
    if (trip != null) {
      trip.checkReady();
    }
  }

  private Order draw(Restaurant restaurant) {
    Basket basket = Basket.draw(dice, restaurant.cuisine().priceFactor());
    boolean surging = restaurant.surge().isOn() || world.demand().rain().isOn();
    return new Order(
        idPrefix + ++placed,
        restaurant,
        drawDropoff(restaurant.spot()),
        basket,
        world.nowMillis(),
        surging,
        world.backlog().load(),
        truths);
  }

  private Spot drawDropoff(Spot from) {
    double route = dice.lognormal(MEDIAN_ROUTE_METRES, ROUTE_SIGMA);
    double metres = Math.min(route, LONGEST_ROUTE_METRES) / Streets.DETOUR;
    double angle = dice.uniform(0, 2 * Math.PI);
    return new Spot(
        from.east() + metres * StrictMath.sin(angle),
        from.north() + metres * StrictMath.cos(angle));
  }

  private void tellPlaced(Order order) {
    Double promised = dice.chance(KNOWS_PROMISE) ? promisedMinutes(order) : null;
    Basket basket = order.basket();
    world
        .uplink()
        .send(
            0,
            it ->
                new OrderPlaced(
                    it,
                    order.id(),
                    order.restaurant().id(),
                    order.dropoff().place(world.settings().centre()),
                    basket.itemsTotal(),
                    basket.itemsDistinct(),
                    basket.subtotalCents(),
                    promised));
  }

  /**
   * What the app promises: half an hour, three minutes a kilometre on top, up to the next five
   * minutes.
   */
  private static double promisedMinutes(Order order) {
    double kilometres = order.restaurant().spot().metresTo(order.dropoff()) / 1_000;
    return 5 * Math.ceil((32 + 3 * kilometres) / 5);
  }

  private void accept(Order order, Venue venue) {
    if (order.isOver()) {
      return;
    }
    order.accepted(world.nowMillis());
    long clockError = order.restaurant().clockErrorMillis();
    world.uplink().send(clockError, it -> new OrderAccepted(it, order.id()));
    dispatcher.add(order);
    venue.kitchen().take(order);
  }

  private void cancel(Order order, String by) {
    if (order.isOver() || order.isPickedUp()) {
      return;
    }
    String stage = order.stage();
    order.cancelled();
    world.backlog().orderOver();
    world.uplink().sendTerminal(0, it -> new OrderCancelled(it, order.id(), stage, by));
    Trip trip = order.trip();
    if (trip != null) {
      trip.remove(order);
    }
  }
}
