package io.tiffin.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A restaurant's kitchen: a queue in front of a few stations. Guests who walk in are cooked for as
 * well and send no events; the speed drifts; now and then some stations break down.
 */
final class Kitchen {

  /** Work of guests who walk in, as a share of the restaurant's planned orders. Chosen. */
  private static final double WALK_INS = 0.5;

  private static final double WORK_SIGMA = 0.25;
  private static final double DRIFT_SIGMA = 0.17;
  private static final double DRIFT_KEPT_PER_MINUTE =
      0.992; // a correlation time of about two hours
  private static final double BREAKDOWNS_PER_MINUTE = 1 / (5.0 * 24 * 60);
  private static final int GUEST_ITEMS = 2;

  private final Agenda agenda;
  private final Restaurant restaurant;
  private final Consumer<Order> whenReady;
  private final Dice dice;
  private final Surge guests;
  private final int stations;
  private final Queue<Ticket> queue = new ArrayDeque<>();
  private double queuedSeconds;
  private int busy;
  private int broken;
  private double drift;

  /**
   * @param peakPerHour the orders an hour that the kitchen was built for
   */
  Kitchen(
      CitySettings settings,
      Agenda agenda,
      Restaurant restaurant,
      double peakPerHour,
      Consumer<Order> whenReady) {
    this.agenda = agenda;
    this.restaurant = restaurant;
    this.whenReady = whenReady;
    dice = Dice.of(settings.seed(), "kitchen of " + restaurant.id());
    guests = new Surge(Dice.of(settings.seed(), "guests of " + restaurant.id()), 0.4, 1.5, 3);
    double peakWork = peakPerHour * (1 + WALK_INS) * restaurant.workSeconds(3) / 3_600;
    stations = Math.max(2, (int) Math.ceil(peakWork * dice.uniform(0.8, 1.15) + 0.3));
  }

  /** Puts an order into the queue. */
  void take(Order order) {
    queue(new Ticket(restaurant.workSeconds(order.basket().itemsTotal()), order));
  }

  /** How long an order taken now would wait for a station, at the kitchen's usual speed. */
  double waitSeconds() {
    return queuedSeconds / Math.max(1, stations - broken);
  }

  /**
   * Lives through one minute.
   *
   * @param plannedPerMinute orders planned of the restaurant, which its guests follow
   */
  void minute(long nowMillis, double hourOfDay, double plannedPerMinute) {
    double renewed = Math.sqrt(1 - DRIFT_KEPT_PER_MINUTE * DRIFT_KEPT_PER_MINUTE);
    drift = drift * DRIFT_KEPT_PER_MINUTE + dice.gaussian(0, DRIFT_SIGMA) * renewed;
    guests.minute(nowMillis, hourOfDay);
    for (int i = dice.poisson(plannedPerMinute * WALK_INS * guests.factor()); i > 0; i--) {
      queue(new Ticket(restaurant.workSeconds(GUEST_ITEMS), null));
    }
    if (broken == 0 && dice.chance(BREAKDOWNS_PER_MINUTE)) {
      breakDown();
    }
  }

  private void breakDown() {
    broken = Math.max(1, stations / 3);
    agenda.in(dice.uniform(20, 60) * 60, this::repair);
  }

  private void repair() {
    broken = 0;
    startWhatFits();
  }

  private void queue(Ticket ticket) {
    queue.add(ticket);
    queuedSeconds += ticket.workSeconds;
    startWhatFits();
  }

  private void startWhatFits() {
    while (busy < stations - broken && !queue.isEmpty()) {
      Ticket ticket = queue.remove();
      queuedSeconds -= ticket.workSeconds;
      busy++;
      double expected = ticket.workSeconds * StrictMath.exp(drift);
      Chance work = new Chance(expected, dice.lognormal(expected, WORK_SIGMA));
      if (ticket.order != null) {
        ticket.order.cooking(agenda.nowMillis(), work);
      }
      agenda.in(work.seconds(), () -> finish(ticket.order));
    }
  }

  private void finish(@Nullable Order order) {
    busy--;
    if (order != null && !order.isOver()) {
      order.cooked();
      whenReady.accept(order);
    }
    startWhatFits();
  }

  /**
   * Work in the queue.
   *
   * @param order null for a guest
   */
  private record Ticket(double workSeconds, @Nullable Order order) {}
}
