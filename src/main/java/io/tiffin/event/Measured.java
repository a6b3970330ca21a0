package io.tiffin.event;

/**
 * What an observation comes to for one journey.
 *
 * @param micros the time it belongs to, or one of the marks below
 * @param amount as in {@link io.tiffin.window.Contribution#amount()}
 */
record Measured(long micros, long amount) {

  /** Nothing to observe yet, or no longer. */
  static final Measured NOTHING = new Measured(Long.MIN_VALUE, 0);

  /** Observed, and not believed. */
  static final Measured IMPLAUSIBLE = new Measured(Long.MIN_VALUE, 1);

  /** Amounts of fields are in millionths of their unit. */
  static final long MILLIONTHS = 1_000_000;

  static Measured field(long micros, double value) {
    return Double.isNaN(value) ? NOTHING : new Measured(micros, Math.round(value * MILLIONTHS));
  }

  boolean counts() {
    return micros != Long.MIN_VALUE;
  }
}
