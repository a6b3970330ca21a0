package io.tiffin.estimate;

import io.tiffin.model.LiveErrors.LiveError;

/** How far the last estimates of a version were off. Bounded; thread-safe. */
final class ErrorWindow {

  /**
   * Orders that are remembered. Chosen: the standard error of their mean is a twentieth of the
   * errors' spread.
   */
  static final int ORDERS = 400;

  private final double[] errors = new double[ORDERS];
  private final boolean[] covered = new boolean[ORDERS];
  private long recorded;

  /**
   * @param actual minutes that the delivery took
   */
  synchronized void record(DeliveryMinutes said, double actual) {
    int at = (int) (recorded++ % ORDERS);
    errors[at] = actual - said.p50();
    covered[at] = said.p10() <= actual && actual <= said.p90();
  }

  /** What the orders that are remembered tell. */
  synchronized LiveError reading() {
    int orders = (int) Math.min(recorded, ORDERS);
    double absolute = 0;
    double sum = 0;
    for (int at = 0; at < orders; at++) {
      absolute += Math.abs(errors[at]);
      sum += errors[at];
    }
    return new LiveError(orders, absolute / Math.max(1, orders), sum / Math.max(1, orders));
  }

  /** The share of orders that took between p10 and p90: 0.8 of a model that knows what it knows. */
  synchronized double coverage() {
    int orders = (int) Math.min(recorded, ORDERS);
    int within = 0;
    for (int at = 0; at < orders; at++) {
      within += covered[at] ? 1 : 0;
    }
    return orders == 0 ? Double.NaN : (double) within / orders;
  }
}
