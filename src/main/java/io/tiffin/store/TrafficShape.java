package io.tiffin.store;

import java.time.Duration;

/**
 * How calls of a source of truth are shared and spaced before they reach it.
 *
 * @param keysPerCall concurrent look-ups share calls of about so many keys; 0 where each look-up is
 *     a call of its own, or the technology shares them itself
 * @param writeInterval least time between two writes of one row; what is written meanwhile is
 *     combined, the highest revision wins. Zero for none
 */
public record TrafficShape(int keysPerCall, Duration writeInterval) {

  /** Every call reaches the source as it was made. */
  public static final TrafficShape AS_ASKED = new TrafficShape(0, Duration.ZERO);

  /** Look-ups share calls, and rows are written as often as they come. */
  public static TrafficShape sharing(int keysPerCall) {
    return new TrafficShape(keysPerCall, Duration.ZERO);
  }
}
