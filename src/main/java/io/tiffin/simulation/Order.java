package io.tiffin.simulation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One order on its way through the city, with what could have been expected of it. */
final class Order {

  private final String id;
  private final Restaurant restaurant;
  private final Spot dropoff;
  private final Basket basket;
  private final long placedMillis;
  private final boolean duringSurge;
  private final double load;
  private final Consumer<Truth> truths;
  private long acceptedMillis;
  private boolean ready;
  private boolean pickedUp;
  private boolean over;
  private @Nullable Trip trip;
  private long expectedReadyMillis;

  Order(
      String id,
      Restaurant restaurant,
      Spot dropoff,
      Basket basket,
      long placedMillis,
      boolean duringSurge,
      double load,
      Consumer<Truth> truths) {
    this.id = id;
    this.restaurant = restaurant;
    this.dropoff = dropoff;
    this.basket = basket;
    this.placedMillis = placedMillis;
    this.duringSurge = duringSurge;
    this.load = load;
    this.truths = truths;
  }

  String id() {
    return id;
  }

  Restaurant restaurant() {
    return restaurant;
  }

  Spot dropoff() {
    return dropoff;
  }

  Basket basket() {
    return basket;
  }

  long placedMillis() {
    return placedMillis;
  }

  long acceptedMillis() {
    return acceptedMillis;
  }

  boolean isReady() {
    return ready;
  }

  boolean isPickedUp() {
    return pickedUp;
  }

  /** Whether it is delivered or cancelled. */
  boolean isOver() {
    return over;
  }

  /** The trip it is assigned to; null if it waits for a courier. */
  @Nullable Trip trip() {
    return trip;
  }

  long expectedReadyMillis() {
    return expectedReadyMillis;
  }

  /** The stage it has reached, as {@code order.cancelled} tells it. */
  String stage() {
    if (pickedUp) {
      return "PICKED_UP";
    }
    if (ready) {
      return "READY";
    }
    return acceptedMillis > 0 ? "ACCEPTED" : "PLACED";
  }

  void accepted(long nowMillis) {
    acceptedMillis = nowMillis;
  }

  void cooking(long nowMillis, Chance work) {
    expectedReadyMillis = nowMillis + Math.round(work.expectedSeconds() * 1_000);
  }

  void cooked() {
    ready = true;
  }

  void assigned(Trip to) {
    trip = to;
  }

  void picked() {
    pickedUp = true;
  }

  void cancelled() {
    over = true;
  }

  /**
   * The customer has it; its truth can be told.
   *
   * @param expectedMillis when somebody who knew everything but the future would have expected that
   */
  void delivered(long nowMillis, long expectedMillis) {
    over = true;
    truths.accept(
        new Truth(
            id,
            placedMillis,
            (nowMillis - placedMillis) / 60_000.0,
            (expectedMillis - placedMillis) / 60_000.0,
            duringSurge,
            load));
  }
}
