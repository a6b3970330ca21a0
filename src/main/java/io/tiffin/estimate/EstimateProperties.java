package io.tiffin.estimate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an estimate's time is spent.
 *
 * @param deadline time from the request's arrival to its answer; callers can lower it
 * @param modelReserve the part of the deadline that look-ups must leave to the model; at most half
 *     of what a request has
 * @param answerReserve the part of the deadline kept for writing the answer; at most a tenth of
 *     what a request has
 * @param shadowQueue orders that may wait for the shadow version; it is not asked about further
 *     ones
 * @param recent estimates that are remembered until their orders have arrived, to tell how far
 *     versions are off; 0 for none
 */
@ConfigurationProperties("tiffin.estimate")
public record EstimateProperties(
    @DefaultValue("200ms") Duration deadline,
    @DefaultValue("60ms") Duration modelReserve,
    @DefaultValue("5ms") Duration answerReserve,
    @DefaultValue("64") int shadowQueue,
    @DefaultValue("10000") int recent) {

  private static final int MOST_WAITING = 100_000;
  private static final int MOST_RECENT = 10_000_000;

  public EstimateProperties {
    if (deadline.toMillis() < 1) {
      throw new IllegalArgumentException(
          "tiffin.estimate.deadline is " + deadline + ": set it to at least 1ms");
    }
    requireNotNegative("tiffin.estimate.model-reserve", modelReserve);
    requireNotNegative("tiffin.estimate.answer-reserve", answerReserve);
    requireWithin("tiffin.estimate.shadow-queue", shadowQueue, 1, MOST_WAITING);
    requireWithin("tiffin.estimate.recent", recent, 0, MOST_RECENT);
  }

  private static void requireNotNegative(String property, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(property + " is " + value + ": set it to 0 or more");
    }
  }

  private static void requireWithin(String property, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          property + " is " + value + ": set it to " + least + " to " + most);
    }
  }
}
