package io.tiffin.guard;

/**
 * How a guard stands, for operators.
 *
 * @param name what it guards
 * @param state whether calls are let through
 * @param opened how often it stopped letting them through, since the start; a trial that fails goes
 *     on with that and is not counted again
 * @param refused calls that were not made because of it, since the start
 * @param underWay calls that are being made
 */
public record GuardReading(String name, State state, long opened, long refused, int underWay) {

  /** Whether calls are let through. */
  public enum State {
    CLOSED,
    /** None are. */
    OPEN,
    /** A few are, as a trial. */
    HALF_OPEN
  }
}
