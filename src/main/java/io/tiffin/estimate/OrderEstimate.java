package io.tiffin.estimate;

import io.tiffin.event.OrderJourney;
import java.time.Duration;
import java.time.Instant;

/**
 * When an order on its way will arrive, and what that stands on.
 *
 * @param whole the estimate of the same order as if it were placed now
 * @param journey what has been recorded of it
 * @param progress how far it had come when it was asked about
 * @param left the distribution of what is left, from then on; never nothing
 * @param legs what is left of each part: 0 for what is done
 * @param learnt whether the model's bundle told what is left, or the formula
 * @param degraded whether a time-out, an error or a fallback shaped it
 */
public record OrderEstimate(
    Estimate whole,
    OrderJourney journey,
    OrderProgress progress,
    DeliveryMinutes left,
    DeliveryLegs legs,
    boolean learnt,
    boolean degraded) {

  private static final int MILLIS_PER_MINUTE = 60_000;

  /** The distribution of the whole delivery time, from the order's placing. */
  public DeliveryMinutes minutes() {
    return left.after(progress.sincePlaced());
  }

  /** The median arrival. */
  public Instant expectedArrival() {
    return arrivalIn(left.p50());
  }

  /** The arrival that four orders in five keep. */
  public Instant latestArrival() {
    return arrivalIn(left.p80());
  }

  private Instant arrivalIn(double minutes) {
    return whole.receivedAt().plus(Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE)));
  }
}
