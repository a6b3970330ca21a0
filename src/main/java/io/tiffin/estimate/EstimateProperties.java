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
 */
@ConfigurationProperties("tiffin.estimate")
public record EstimateProperties(
    @DefaultValue("200ms") Duration deadline,
    @DefaultValue("60ms") Duration modelReserve,
    @DefaultValue("5ms") Duration answerReserve) {

  public EstimateProperties {
    if (deadline.toMillis() < 1) {
      throw new IllegalArgumentException(
          "tiffin.estimate.deadline is " + deadline + ": set it to at least 1ms");
    }
    requireNotNegative("tiffin.estimate.model-reserve", modelReserve);
    requireNotNegative("tiffin.estimate.answer-reserve", answerReserve);
  }

  private static void requireNotNegative(String property, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(property + " is " + value + ": set it to 0 or more");
    }
  }
}
