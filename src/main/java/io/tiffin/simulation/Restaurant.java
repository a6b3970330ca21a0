package io.tiffin.simulation;

/** One restaurant: where it is, how popular it is at which time of day, and how it cooks. */
final class Restaurant {

  private static final double LUNCH_ENDS_HOUR = 15;

  private final String id;
  private final Spot spot;
  private final Cuisine cuisine;
  private final double shareOfOrders;
  private final double lunchTaste;
  private final double workFactor;
  private final double pickupFactor;
  private final long clockErrorMillis;
  private final Surge surge;
  private final Dice dice;

  /**
   * @param shareOfOrders its part of the city's orders, by popularity
   */
  Restaurant(
      CitySettings settings, String id, Spot spot, double shareOfOrders, long clockErrorMillis) {
    this.id = id;
    this.spot = spot;
    this.shareOfOrders = shareOfOrders;
    this.clockErrorMillis = clockErrorMillis;
    Dice nature = Dice.of(settings.seed(), "nature of " + id);
    cuisine = Cuisine.draw(nature);
    lunchTaste = nature.lognormal(1, 0.3);
    workFactor = nature.lognormal(1, 0.22);
    pickupFactor = nature.lognormal(1, 0.15);
    dice = Dice.of(settings.seed(), "days of " + id);
    surge = new Surge(Dice.of(settings.seed(), "surges of " + id), 0.4, 2, 3.8);
  }

  String id() {
    return id;
  }

  Spot spot() {
    return spot;
  }

  Cuisine cuisine() {
    return cuisine;
  }

  double shareOfOrders() {
    return shareOfOrders;
  }

  long clockErrorMillis() {
    return clockErrorMillis;
  }

  Dice dice() {
    return dice;
  }

  Surge surge() {
    return surge;
  }

  /** How much its popularity differs from its mean at a time of day. */
  double tasteAt(double hourOfDay) {
    return hourOfDay < LUNCH_ENDS_HOUR ? lunchTaste : 1;
  }

  /** Seconds of work that an order of this many items is, at the kitchen's usual speed. */
  double workSeconds(int items) {
    return cuisine.workMinutes() * 60 * workFactor * (1.05 + 0.125 * Math.min(items, 12));
  }

  /** How long a courier needs at its counter, relative to others. */
  double pickupFactor() {
    return pickupFactor;
  }
}
