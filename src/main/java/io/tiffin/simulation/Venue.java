package io.tiffin.simulation;

import io.tiffin.event.Event;
import io.tiffin.event.Event.Envelope;
import io.tiffin.event.Event.RestaurantPaused;
import io.tiffin.event.Event.RestaurantProfile;
import io.tiffin.event.Event.RestaurantResumed;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A restaurant at work: its kitchen, and whether it takes orders. A kitchen that is drowning pauses
 * for a quarter of an hour.
 */
final class Venue {

  private static final double DROWNING_SECONDS = 40 * 60;
  private static final double PAUSE_SECONDS = 15 * 60;

  private final World world;
  private final Restaurant restaurant;
  private final Kitchen kitchen;
  private boolean open;
  private boolean paused;

  /**
   * @param peakPerHour orders an hour of the whole city that kitchens are built for
   */
  Venue(World world, Restaurant restaurant, double peakPerHour, Consumer<Order> whenReady) {
    this.world = world;
    this.restaurant = restaurant;
    kitchen =
        new Kitchen(
            world.settings(),
            world.agenda(),
            restaurant,
            peakPerHour * restaurant.shareOfOrders(),
            whenReady);
  }

  Restaurant restaurant() {
    return restaurant;
  }

  Kitchen kitchen() {
    return kitchen;
  }

  /** Opens for good and says so. */
  void open() {
    open = true;
    tellProfile();
  }

  /** Sends the profile, if there is one yet to send. */
  void tellProfile() {
    if (open) {
      CitySettings settings = world.settings();
      send(it ->
          new RestaurantProfile(
              it,
              restaurant.id(),
              restaurant.spot().place(settings.centre()),
              restaurant.cuisine().label(),
              settings.timeZone()));
    }
  }

  /**
   * Lives through one minute.
   *
   * @return how many orders are placed in it
   */
  int minute() {
    if (!open) {
      return 0;
    }
    long now = world.nowMillis();
    double hour = world.demand().hourOfDay(now);
    double perMinute =
        world.demand().plannedPerHour(now)
            / 60
            * restaurant.shareOfOrders()
            * restaurant.tasteAt(hour);
    restaurant.surge().minute(now, hour);
    kitchen.minute(now, hour, perMinute);
    pauseIfDrowning();
    double surprise = world.demand().surprise() * restaurant.surge().factor();
    return paused ? 0 : restaurant.dice().poisson(perMinute * surprise);
  }

  private void pauseIfDrowning() {
    if (!paused && kitchen.waitSeconds() > DROWNING_SECONDS) {
      paused = true;
      send(it -> new RestaurantPaused(it, restaurant.id()));
      world.agenda().in(PAUSE_SECONDS, this::resume);
    }
  }

  private void resume() {
    paused = false;
    send(it -> new RestaurantResumed(it, restaurant.id()));
  }

  private void send(Function<Envelope, Event> event) {
    world.uplink().send(restaurant.clockErrorMillis(), event);
  }
}
