package io.tiffin.simulation;

/**
 * How much the city has to do: orders that are neither delivered nor cancelled, and couriers on
 * shift.
 */
final class Backlog {

  private int orders;
  private int couriers;

  void orderPlaced() {
    orders++;
  }

  void orderOver() {
    orders--;
  }

  void couriersOnShift(int count) {
    couriers = count;
  }

  /** Orders outstanding per courier on shift. */
  double load() {
    return orders / (double) Math.max(1, couriers);
  }
}
