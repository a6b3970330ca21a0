package io.tiffin.store;

import io.tiffin.batching.MicroBatcher.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How calls of a source of truth are shared and spaced before they reach it.
 *
 * @param lookUps concurrent look-ups share calls within these limits, the weight being keys; null
 *     where each look-up is a call of its own, or the technology shares them itself
 * @param writeInterval least time between two writes of one row; what is written meanwhile is
 *     combined, the highest revision wins. Zero for none
 */
public record TrafficShape(@Nullable Limits lookUps, Duration writeInterval) {

  /** Every call reaches the source as it was made. */
  public static final TrafficShape AS_ASKED = new TrafficShape(null, Duration.ZERO);
}
