package io.tiffin.simulation;

import io.tiffin.event.Event;
import io.tiffin.geo.LocalCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A city that sends events for as long as somebody listens, in the order in which they are
 * received. The same settings and start give the same events. Not thread-safe.
 */
public final class SimulatedCity {

  private static final long MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 24 * 60 * MINUTE_MILLIS;

  private final World world;
  private final Checkout checkout;
  private final List<Venue> venues = new ArrayList<>();

  /**
   * A city whose first event happens at {@code start}: kitchens are empty, and the couriers of that
   * hour come online.
   *
   * @param calendar tells its hours and holidays
   */
  public SimulatedCity(CitySettings settings, LocalCalendar calendar, Instant start) {
    this(settings, calendar, start, truth -> {});
  }

  /** A city that also tells the truth about every order once it is delivered. */
  SimulatedCity(
      CitySettings settings, LocalCalendar calendar, Instant start, Consumer<Truth> truths) {
    Agenda agenda = new Agenda(start.toEpochMilli());
    Demand demand = new Demand(settings, calendar);
    world =
        new World(
            settings,
            agenda,
            new Uplink(settings, agenda),
            new Streets(settings, demand),
            demand,
            new Backlog());
    Roster roster = new Roster(world);
    Dispatcher dispatcher = new Dispatcher(world, roster);
    checkout = new Checkout(world, dispatcher, truths);
    for (Restaurant restaurant : Restaurants.of(world)) {
      venues.add(new Venue(world, restaurant, demand.peakPerHour(), checkout::ready));
    }
    begin(agenda, roster, dispatcher);
  }

  /** The event that is received next. */
  public Event next() {
    while (!world.uplink().hasReceivedBy(world.agenda().nextMillis())) {
      world.agenda().step();
    }
    return world.uplink().receive();
  }

  /**
   * Hands every event that is received before {@code until}, and was not handed out yet, to {@code
   * listener}.
   */
  public void advanceTo(Instant until, Consumer<Event> listener) {
    long untilMillis = until.toEpochMilli();
    while (true) {
      while (!world.uplink().hasReceivedBy(world.agenda().nextMillis())
          && world.agenda().nextMillis() < untilMillis) {
        world.agenda().step();
      }
      if (!world.uplink().hasReceivedBy(untilMillis - 1)) {
        return;
      }
      listener.accept(world.uplink().receive());
    }
  }

  private void begin(Agenda agenda, Roster roster, Dispatcher dispatcher) {
    Venue late = venues.getLast();
    venues.stream().filter(venue -> venue != late).forEach(Venue::open);
    long opensMillis = agenda.nowMillis() + world.settings().lastRestaurantOpensAfter().toMillis();
    agenda.at(opensMillis, late::open);
    agenda.every(DAY_MILLIS, () -> venues.forEach(Venue::tellProfile));
    minute();
    agenda.every(MINUTE_MILLIS, this::minute);
    roster.plan();
    agenda.every(Roster.PERIOD_MILLIS, roster::plan);
    agenda.every(Dispatcher.PERIOD_MILLIS, dispatcher::dispatch);
  }

  private void minute() {
    world.demand().minute(world.nowMillis());
    world.streets().minute(world.nowMillis());
    for (Venue venue : venues) {
      for (int orders = venue.minute(); orders > 0; orders--) {
        double second = venue.restaurant().dice().uniform(0, 60);
        world.agenda().in(second, () -> checkout.place(venue));
      }
    }
  }
}
