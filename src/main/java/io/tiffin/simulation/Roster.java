package io.tiffin.simulation;

import io.tiffin.event.Event.CourierLocation;
import io.tiffin.event.Event.CourierOffline;
import io.tiffin.event.Event.CourierOnline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/**
 * Who is on shift. As many couriers come as the planned demand calls for, give or take what the day
 * brings; nobody plans for surges.
 */
final class Roster {

  static final long PERIOD_MILLIS = 5 * 60_000;

  private static final int FEWEST_COURIERS = 12;

  /**
   * Orders per courier-hour that are planned: at rest, and on top of it in the busiest hour of a
   * mean day.
   */
  private static final double ORDERS_PER_HOUR_AT_REST = 1.3;

  private static final double ORDERS_PER_HOUR_AT_PEAK = 1.32;
  private static final long PLANNED_AHEAD_MILLIS = 20 * 60_000;
  private static final long PLANNED_BEHIND_MILLIS = 45 * 60_000;
  private static final double LOCATION_PERIOD_SECONDS = 60;
  private static final double PILED_LOAD = 1.5;
  private static final double MOST_PILED = 3;
  private static final double OVERTIME = 0.1;
  private static final double TURNOUT_SIGMA = 0.13;
  private static final double TURNOUT_KEPT = 0.96; // per 5 minutes: a correlation time of two hours

  private final World world;
  private final Dice dice;
  private final List<Courier> onShift = new ArrayList<>();
  private final Queue<Courier> offShift = new ArrayDeque<>();
  private double turnout;
  private int hired;

  Roster(World world) {
    this.world = world;
    dice = world.dice("roster");
  }

  List<Courier> onShift() {
    return onShift;
  }

  /**
   * Brings as many couriers as are planned, and lets those go whose shift is over or who are too
   * many.
   */
  void plan() {
    turnout =
        turnout * TURNOUT_KEPT
            + dice.gaussian(0, TURNOUT_SIGMA) * Math.sqrt(1 - TURNOUT_KEPT * TURNOUT_KEPT);
    int wanted = (int) Math.round(planned() * overtime() * StrictMath.exp(turnout));
    letGo(wanted);
    while (onShift.size() < wanted) {
      bring(offShift.isEmpty() ? hire() : offShift.remove());
    }
    world.backlog().couriersOnShift(onShift.size());
  }

  /** Who is on shift stays longer, and some more come, when orders pile up. */
  private double overtime() {
    double pile = Math.min(MOST_PILED, Math.max(0, world.backlog().load() - PILED_LOAD));
    return 1 + OVERTIME * pile;
  }

  private double planned() {
    double orders =
        Math.max(
            world.demand().plannedPerHour(world.nowMillis() + PLANNED_AHEAD_MILLIS),
            world.demand().plannedPerHour(world.nowMillis() - PLANNED_BEHIND_MILLIS));
    double busyness = orders / world.demand().peakPerHour();
    double each = ORDERS_PER_HOUR_AT_REST + ORDERS_PER_HOUR_AT_PEAK * Math.min(1.2, busyness);
    return Math.max(FEWEST_COURIERS, orders / each);
  }

  private void letGo(int wanted) {
    long now = world.nowMillis();
    int tooMany = onShift.size() - Math.round(wanted * 1.1f);
    for (Iterator<Courier> couriers = onShift.iterator(); couriers.hasNext(); ) {
      Courier courier = couriers.next();
      if (!courier.isBusy() && (courier.isShiftOver(now) || tooMany > 0)) {
        couriers.remove();
        courier.goOffline();
        tooMany--;
        offShift.add(courier);
        world.uplink().send(courier.clockErrorMillis(), it -> new CourierOffline(it, courier.id()));
      }
    }
  }

  private Courier hire() {
    hired++;
    return new Courier(world, "c-" + hired);
  }

  private void bring(Courier courier) {
    long now = world.nowMillis();
    courier.comeOnline(now, now + Math.round(dice.uniform(2.5, 5.5) * 3_600_000));
    onShift.add(courier);
    Spot spot = courier.spotAt(now);
    world
        .uplink()
        .send(
            courier.clockErrorMillis(),
            it -> new CourierOnline(it, courier.id(), spot.place(world.settings().centre())));
    world.agenda().in(dice.uniform(1, LOCATION_PERIOD_SECONDS), () -> tellLocation(courier, now));
  }

  private void tellLocation(Courier courier, long shiftBeganMillis) {
    if (!courier.isOnShiftSince(shiftBeganMillis)) {
      return;
    }
    Spot spot = courier.spotAt(world.nowMillis());
    world
        .uplink()
        .send(
            courier.clockErrorMillis(),
            it -> new CourierLocation(it, courier.id(), spot.place(world.settings().centre())));
    world
        .agenda()
        .in(
            LOCATION_PERIOD_SECONDS + dice.uniform(-3, 3),
            () -> tellLocation(courier, shiftBeganMillis));
  }
}
